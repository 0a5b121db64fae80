using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What there is to be seen of a terminal at one moment.</summary>
/// <param name="Terminal">Which.</param>
/// <param name="Word">What it said last of itself; null: nothing since this process runs.</param>
/// <param name="Unsent">Records that it has and the ledger has not, as far as it has said; null: it has said nothing.
/// </param>
/// <param name="Waiting">Records of it that wait for others.</param>
/// <param name="HeardMilliseconds">When anything of it came last, since 1970-01-01T00:00:00Z; null: nothing since this
/// process runs.</param>
internal sealed record SeenTerminal(
    TerminalId Terminal, TerminalWord? Word, long? Unsent, int Waiting, long? HeardMilliseconds)
{
    public static SeenTerminal Of(TerminalBook book, Fleet fleet)
    {
        var word = fleet.TryFind(book.Terminal, out var said) ? said : null;
        return new SeenTerminal(
            book.Terminal, word, word?.Unsent(book), book.Waiting, fleet.HeardMilliseconds(book.Terminal));
    }
}
