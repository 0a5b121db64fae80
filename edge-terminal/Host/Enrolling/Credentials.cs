using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>
/// Asks people for name and PIN, or takes both from standard input, a line each. Never from the command line, which all
/// users of a machine see.
/// </summary>
/// <param name="lines">What is typed, or comes; null at its end.</param>
/// <param name="prompts">Where people are asked; null: nobody is there.</param>
internal sealed class Credentials(Func<CancellationToken, Task<string?>> lines, TextWriter? prompts)
{
    private string? nameLine;

    /// <summary>The name that the operator has given.</summary>
    /// <exception cref="EnrolmentException">There is none.</exception>
    public async Task<TerminalId> NameAsync(CancellationToken cancellation)
    {
        prompts?.Write("Name: ");
        nameLine = await lines(cancellation);
        return TerminalId.TryParse(nameLine?.Trim(), out var name)
            ? name
            : throw new EnrolmentException(
                // It may be the PIN: it is not repeated.
                $"name: expected {Name.Expected}, in the first line, and the PIN in the second.");
    }

    /// <summary>
    /// Whether the operator's ledger has taken the words: only people can tell, the server's word for it is worth
    /// nothing. Where nobody is there to be asked, a line that comes says so.
    /// </summary>
    public async Task<bool> OperatorTookTheWordsAsync(CancellationToken cancellation)
    {
        prompts?.Write("Has the operator's ledger taken these words (ledger terminal confirm)? Type yes: ");
        while (await lines(cancellation) is { } line)
            if (line.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase))
                return true;
            else if (prompts is not null)
                return false;
        return false;
    }

    /// <summary>The PIN.</summary>
    /// <param name="terminal">Whose: where nobody is there to be asked, the first line must name the same.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="EnrolmentException">There is none.</exception>
    public async Task<string> PinAsync(TerminalId terminal, CancellationToken cancellation)
    {
        if (prompts is null && nameLine is null && await NameAsync(cancellation) is var name && name != terminal)
            throw new EnrolmentException(
                $"name '{name}': the state is of terminal {terminal}. Expected that name, or another --state.");
        prompts?.Write($"PIN of {terminal}: ");
        var pin = (await lines(cancellation))?.Replace(" ", "", StringComparison.Ordinal).Trim();
        return pin is not null && EnrolmentPin.IsPin(pin)
            ? pin
            : throw new EnrolmentException(
                $"PIN: expected {EnrolmentPin.Digits} digits, as `ledger terminal create` printed them.");
    }
}
