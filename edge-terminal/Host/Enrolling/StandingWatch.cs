using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// Asks the ledger over HTTPS how this terminal stands when nothing was heard of it for a while, or the broker turns us
/// away: who was revoked hears nothing there. Only the ledger's own word counts, and only to what was asked just now.
/// </summary>
/// <param name="desk">Asks.</param>
/// <param name="own">The terminal's key.</param>
/// <param name="askAfter">So long the ledger may be silent.</param>
/// <param name="chance">Between 0 and 1 at each call: spreads the asking of many terminals.</param>
/// <param name="time">Clock and timer.</param>
/// <param name="post">Hands to the loop what it has to know.</param>
/// <param name="logger">Lifecycle only.</param>
internal sealed partial class StandingWatch(
    LedgerDesk desk,
    ISigner own,
    TimeSpan askAfter,
    Func<double> chance,
    TimeProvider time,
    Func<LoopInput, ValueTask> post,
    ILogger<StandingWatch> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private long heardAt = time.GetTimestamp();
    private long? askedAt;
    private bool isTurnedAway;
    private TimeSpan pause = Shorter(ShortestPause, askAfter);
    private TimeSpan nextAfter;
    private string? said;

    /// <summary>The relay has news. Any thread.</summary>
    public void Hear(RelayNews news)
    {
        lock (gate)
            if (news is RelayNews.BeatAnswered)
            {
                (heardAt, isTurnedAway) = (time.GetTimestamp(), false);
                nextAfter = pause = Shorter(ShortestPause, askAfter);
            }
            else if (news is RelayNews.BrokerRefused)
                isTurnedAway = true;
    }

    /// <summary>Runs until it has heard that the terminal was revoked, or is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                if (IsDue() && await AskAsync(stop) is { } revoked)
                {
                    LogRevoked(logger, revoked.Number);
                    await post(new LoopInput.Core(new Input.FaultBegan(Fault.Revoked, DetailOf(revoked))));
                    return;
                }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private static string DetailOf(Revocation revoked) =>
        $"the ledger's revocation {revoked.Number}, of " +
        $"{DateTimeOffset.FromUnixTimeMilliseconds(revoked.AtMilliseconds):u}";

    private bool IsDue()
    {
        lock (gate)
            return (isTurnedAway || time.GetElapsedTime(heardAt) >= askAfter) &&
                (askedAt is not { } at || time.GetElapsedTime(at) >= nextAfter);
    }

    private async Task<Revocation?> AskAsync(CancellationToken stop)
    {
        var (answer, why, again) = await desk.AskAsync(own, stop);
        lock (gate)
        {
            askedAt = time.GetTimestamp();
            // Who only had no room for us was asked nothing yet: others may fill its places for long.
            if (again is { } wait)
                nextAfter = Shorter(wait * (1 + chance()), pause);
            else
                (isTurnedAway, nextAfter) = (false, pause = Shorter(pause * (1.5 + chance()), askAfter));
        }
        var word = answer is null ? why : "";
        if (word != said && answer?.Revoked is null)
            if (answer is null)
                LogNoAnswer(logger, why);
            else
                LogStands(logger);
        said = word;
        return answer?.Revoked;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(LogLevel.Information, "Cut off from the ledger; over HTTPS it says that this terminal stands.")]
    private static partial void LogStands(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Cut off from the ledger, and over HTTPS it does not say how we stand: {Why}")]
    private static partial void LogNoAnswer(ILogger logger, string why);

    [LoggerMessage(LogLevel.Error, "The ledger has revoked this terminal (its revocation {Number}): it sells no more.")]
    private static partial void LogRevoked(ILogger logger, long number);
}
