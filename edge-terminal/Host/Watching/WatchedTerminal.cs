using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>
/// What can be seen of a running terminal from another thread: its state never changes but is replaced, and the rest
/// may be asked by anybody.
/// </summary>
/// <param name="Loop">Whose state it is.</param>
/// <param name="Journal">Its journal.</param>
/// <param name="Boot">How often the daemon has started, with this start.</param>
/// <param name="Reader">What has happened to its reader.</param>
/// <param name="IsConnected">There is a connection to the broker.</param>
/// <param name="Time">Its clock.</param>
internal sealed record WatchedTerminal(
    TerminalLoop Loop,
    Journal Journal,
    long Boot,
    Func<ReaderStatistics> Reader,
    Func<bool> IsConnected,
    TimeProvider Time)
{
    /// <summary>Longer than any disk that works takes, and shorter than what a service manager waits.</summary>
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(5);

    /// <summary>The certificate for the broker; null: there is none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Until when it is good, in seconds since 1970-01-01T00:00:00Z; null: it cannot be read.</summary>
    public double? CertificateEnd =>
        CertificateFile is { } file ? CertificateRenewal.EndOf(file)?.ToUnixTimeSeconds() : null;

    /// <summary>From the ledger.</summary>
    public TerminalLimits Limits => Loop.Setup.Limits;

    /// <summary>All that it knew after its last input.</summary>
    public TerminalState State => Loop.State;

    /// <summary>Why the loop does not come round any more, in words; null: it does.</summary>
    public string? WhyNotAlive =>
        Loop.HasEnded ? "the loop has ended"
        : Loop.BusyFor is { } busy && busy > LongestInput ? string.Create(
            CultureInfo.InvariantCulture, $"the loop hangs: it has been at one input for {(long)busy.TotalSeconds} s")
        : null;

    /// <summary>Why a guest who comes now is not served, in words; null: he is.</summary>
    public string? WhyNotReady =>
        WhyNotAlive ?? (Loop.JournalHasFailed
            ? "the journal takes no more (502): nothing is sold"
            : Readiness.WhyNot(State, Mode, Loop.Setup));

    /// <summary>How long the loop has been at the input in hand.</summary>
    public double BusySeconds => Loop.BusyFor?.TotalSeconds ?? 0;

    /// <summary>What may be decided on the card list.</summary>
    public ListMode Mode => Terminal.ModeOf(State, Now, Limits);

    /// <summary>Seconds since the list was confirmed; null when there is none.</summary>
    public double? ListAgeSeconds => Terminal.ListAge(State, Now) / 1000.0;

    /// <summary>
    /// Seconds since the oldest record was written that waits for the ledger; zero when none waits, null when it cannot
    /// be read, or is of an earlier start and nobody knows the time.
    /// </summary>
    public double? OldestUnsentSeconds
    {
        get
        {
            if (Journal.Outbox.Unacked == 0)
                return 0;
            try
            {
                var lines = Journal.Outbox.ReadOldest();
                if (lines.IsEmpty)
                    return Journal.Outbox.Unacked == 0 ? 0 : null;
                var line = lines[..lines.Span.IndexOf((byte)'\n')];
                return AgeOf(RecordLine.Read(Jws.OpenUnverified(JwsType.Record, line).OrThrow(), site: null)
                    .OrThrow().Stamp);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
            {
                return null;
            }
        }
    }

    private long Monotonic => (long)Time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Only what has passed is asked for, so it does not matter whether the wall time is right.</summary>
    private Now Now => new(Monotonic, Math.Max(0, Time.GetUtcNow().ToUnixTimeMilliseconds()), Trusted: false, 0);

    /// <summary>
    /// By the monotonic clock in this start of the daemon, by the ledger's time over several: a board without a battery
    /// makes records of 1970.
    /// </summary>
    private double? AgeOf(Stamp stamp)
    {
        var age = stamp.Boot == Boot ? Monotonic - stamp.MonotonicMilliseconds
            : stamp.Trusted ? Loop.TrustedWall - stamp.WallMilliseconds
            : null;
        return age is { } known ? Math.Max(0, known) / 1000.0 : null;
    }
}
