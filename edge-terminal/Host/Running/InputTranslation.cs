using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// What comes into the loop, in the core's words. It has none for what means nothing to a station. What a station's own
/// devices have to say comes in these words already (<see cref="LoopInput.Core"/>).
/// </summary>
internal sealed partial class InputTranslation(LoopParts parts, Levels levels, ILogger logger)
{
    /// <summary>A tap that waited longer is not sold: its guest may be gone.</summary>
    private static readonly TimeSpan TapPatience = TimeSpan.FromSeconds(3);

    private readonly NotTaken unproved = new();

    /// <summary>What each key stands for.</summary>
    public IReadOnlyDictionary<string, Input> Keys { get; set; } = parts.Keys;

    /// <param name="input">What came.</param>
    /// <param name="asked">The screen that the display was asked for last.</param>
    /// <param name="cards">The list in use.</param>
    /// <returns>Null when it means nothing to the core.</returns>
    public Input? Translate(LoopInput input, GuestScreen? asked, ListedCards? cards) => input switch
    {
        LoopInput.Core core => core.Input,
        LoopInput.Key key => Keys.GetValueOrDefault(key.Name),
        // By identity: a late report of another guest's verdict says nothing of this one.
        LoopInput.Shown shown =>
            shown.Screen.IsVerdict && ReferenceEquals(shown.Screen, asked) ? new Input.VerdictShown() : null,
        LoopInput.Reader reader => Translate(reader.Event, cards),
        LoopInput.News news => Translate(news.Told),
        _ => throw new InvalidOperationException($"No translation for {input.GetType().Name}."),
    };

    private Input? Translate(ReaderEvent seen, ListedCards? cards)
    {
        switch (seen)
        {
            case ReaderEvent.CardArrived or ReaderEvent.CardLeftEarly or ReaderEvent.SeveralCards
                when parts.Clock.Since(seen.Timestamp) is var waited && waited > TapPatience:
                LogLateTap(logger, waited);
                return null;
            case ReaderEvent.CardArrived arrived:
                return Present(arrived, cards);
            case ReaderEvent.CardLeftEarly:
                return new Input.CardLeftEarly();
            case ReaderEvent.SeveralCards:
                return new Input.SeveralCardsPresented(parts.Journal.HasRoom);
            case ReaderEvent.FieldEmptied:
                return new Input.FieldEmptied();
            case ReaderEvent.HealthChanged { Health: ReaderHealth.Lost } lost:
                return new Input.FaultBegan(Fault.ReaderLost, lost.Detail);
            case ReaderEvent.HealthChanged { Health: ReaderHealth.Working }:
                return new Input.FaultEnded(Fault.ReaderLost);
            default:
                return null;
        }
    }

    private Input? Present(ReaderEvent.CardArrived arrived, ListedCards? cards)
    {
        Note(arrived.Proof);
        var card = parts.Tokens.Present(arrived, cards, out var lost);
        return lost is not null ? new Input.ListLost(lost)
            : card is null ? null
            : new Input.CardPresented(card, parts.Journal.HasRoom);
    }

    /// <summary>Why cards fail is told to whoever looks after them, at a rate that cannot fill the log.</summary>
    private void Note(CardProof proof)
    {
        switch (proof)
        {
            case CardProof.KeysLost lost:
                levels.KeysAsked(lost.Why);
                break;
            case CardProof.Unproved { Why: { } why }:
                levels.KeysAsked(null);
                if (unproved.Count("cards", why, parts.Clock.Monotonic) is { } count)
                    LogUnproved(logger, why, count);
                break;
            case CardProof.Authenticated or CardProof.Counted:
                levels.KeysAsked(null);
                break;
        }
    }

    private Input? Translate(RelayNews news)
    {
        switch (news)
        {
            case RelayNews.BeatAnswered beat:
                // Between ask and answer it is not known when: in the middle it is wrong by half of that at most.
                parts.Clock.Trust((beat.AskedMilliseconds + beat.HeardMilliseconds) / 2, beat.LedgerMilliseconds);
                levels.HeardLedger();
                return new Input.BeatAnswered(beat.Current, beat.AskedMilliseconds, beat.LedgerMilliseconds);
            case RelayNews.PeersHeard heard:
                return new Input.PeersHeard(heard.Records, heard.SomeMissing);
            case RelayNews.ListStored when parts.Lists.StoredList is { } stored:
                return new Input.ListStored(stored);
            // What was said of an epoch that was left meanwhile is not news.
            case RelayNews.Diverged diverged when diverged.Epoch is null || diverged.Epoch == parts.Journal.Epoch:
                return new Input.FaultBegan(Fault.RolledBack, diverged.Detail);
            case RelayNews.Acknowledged:
                return new Input.AckHeard();
            case RelayNews.Commanded { Command: var order }:
                return new Input.CommandHeard(order.Number, order.ExpiresMilliseconds, order.Command, order.Card);
            case RelayNews.NotConnected:
                return new Input.BrokerOutOfReach();
            case RelayNews.TwinSeen twin:
                levels.TwinSeen(twin.Detail, twin.Epoch);
                return null;
            default:
                return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A card did not prove itself, {Why}; so far {Count} cards for this reason.")]
    private static partial void LogUnproved(ILogger logger, string why, long count);

    [LoggerMessage(LogLevel.Warning, "A tap waited {Waited} and was not taken.")]
    private static partial void LogLateTap(ILogger logger, TimeSpan waited);
}
