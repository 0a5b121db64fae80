namespace EdgeTerminal.Host;

/// <summary>What to do about a state folder that cannot be used.</summary>
internal static class NewTerminal
{
    /// <summary>Whoever makes a key for a terminal that has one loses it: that comes last, with a warning.</summary>
    public static string Remedy(string state) =>
        "a terminal that ran before: restore its state folder, and make no new key; only a new one: edge-terminal " +
        $"init --state {state} --site S --terminal T, then ledger enroll";
}
