using System.Text;

namespace CloudBridge.Ledger;

/// <summary>Asks for a password: never an argument, because all users of a machine see its command lines.</summary>
internal static class PasswordPrompt
{
    /// <summary>From standard input, or twice from who sits there.</summary>
    /// <param name="password">It.</param>
    /// <returns>Why there is none; null: there is.</returns>
    public static string? Ask(out string password)
    {
        password = "";
        if (Console.IsInputRedirected)
        {
            password = Console.In.ReadLine() ?? "";
            return null;
        }
        var first = Read("Password: ");
        if (first != Read("The same again: "))
            return "these are two passwords: nothing was changed";
        password = first;
        return null;
    }

    private static string Read(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
