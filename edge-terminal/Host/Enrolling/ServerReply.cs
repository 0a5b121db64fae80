namespace EdgeTerminal.Host;

/// <summary>What a ledger says to a terminal that asks to be enrolled.</summary>
internal abstract record ServerReply
{
    private const int LongestDetail = 300;

    private ServerReply()
    {
    }

    /// <summary>A stranger's words, in a line of their own.</summary>
    public static string Quoted(string detail) =>
        $"\"{new string([.. detail.Take(LongestDetail).Select(c => char.IsControl(c) ? ' ' : c)])}\"";

    /// <summary>The operator has not confirmed it yet.</summary>
    public sealed record Waits : ServerReply;

    /// <summary>He has.</summary>
    /// <param name="Jwe">For our key.</param>
    public sealed record Answered(byte[] Jwe) : ServerReply;

    /// <summary>It will not be, or not now.</summary>
    /// <param name="Name">Which problem: docs/formats/enrolment.md.</param>
    /// <param name="Detail">In the ledger's words.</param>
    /// <param name="Again">When to come again, where it says so.</param>
    public sealed record Refused(string Name, string Detail, TimeSpan? Again) : ServerReply;

    /// <summary>Nobody answered, or something that is no ledger; it may be another time.</summary>
    /// <param name="Why">In a sentence.</param>
    public sealed record Nothing(string Why) : ServerReply;
}
