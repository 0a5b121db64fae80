namespace CloudBridge.Contract;

/// <summary>A kind of signed object: its <c>typ</c> (so that none passes for another) and how long it may be.</summary>
/// <param name="Name">The header's <c>typ</c>.</param>
/// <param name="LongestBytes">Of the whole compact form.</param>
public sealed record JwsType(string Name, int LongestBytes)
{
    private const int Kibibyte = 1024;

    /// <summary>One line of a terminal's journal.</summary>
    public static JwsType Record { get; } = new("et-record", 16 * Kibibyte);

    /// <summary>The ledger's receipt for journal lines.</summary>
    public static JwsType Ack { get; } = new("et-ack", 16 * Kibibyte);

    /// <summary>The ledger's answer to an ask.</summary>
    public static JwsType Beat { get; } = new("et-beat", 4 * Kibibyte);

    /// <summary>The head of a card list: 20,000 chunk hashes fit.</summary>
    public static JwsType List { get; } = new("et-list", 2048 * Kibibyte);

    /// <summary>A terminal's own state.</summary>
    public static JwsType Status { get; } = new("et-status", 16 * Kibibyte);

    /// <summary>Changes to a card list.</summary>
    public static JwsType Delta { get; } = new("et-delta", 1024 * Kibibyte);

    /// <summary>A terminal's limits and policies.</summary>
    public static JwsType Config { get; } = new("et-config", 64 * Kibibyte);

    /// <summary>An order to a terminal.</summary>
    public static JwsType Command { get; } = new("et-command", 4 * Kibibyte);

    /// <summary>What a terminal is enrolled with.</summary>
    public static JwsType Enrolment { get; } = new("et-enrolment", 64 * Kibibyte);

    /// <summary>What a terminal asks the ledger to be enrolled with.</summary>
    public static JwsType EnrolmentRequest { get; } = new("et-enrolment-request", 4 * Kibibyte);

    /// <summary>What the ledger answers, encrypted: an enrolment of the greatest length fits.</summary>
    public static JwsType EnrolmentAnswer { get; } = new("et-enrolment-answer", 128 * Kibibyte);

    /// <summary>Another key of the ledger.</summary>
    public static JwsType LedgerKey { get; } = new("et-ledger-key", 4 * Kibibyte);

    /// <summary>What a terminal asks the ledger that may have revoked it.</summary>
    public static JwsType StandingRequest { get; } = new("et-standing-request", 4 * Kibibyte);

    /// <summary>What the ledger answers.</summary>
    public static JwsType Standing { get; } = new("et-standing", 4 * Kibibyte);

    /// <summary>What a terminal asks for another certificate with.</summary>
    public static JwsType RenewalRequest { get; } = new("et-renewal-request", 4 * Kibibyte);

    /// <summary>What the ledger answers.</summary>
    public static JwsType Renewal { get; } = new("et-renewal", 16 * Kibibyte);

    /// <summary>The keys of a site's terminals.</summary>
    public static JwsType Keys { get; } = new("et-keys", 1024 * Kibibyte);
}
