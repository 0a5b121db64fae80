using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>One chip on one open link, which it owns: set up, then watched, look by look.</summary>
/// <param name="prover">Asks a card that arrives for proof; null: its UID is enough.</param>
internal sealed class ReaderSession(
    IFrameLink link, FieldHistory history, LineRate rate, ICardProver? prover, Pn532Settings settings,
    TimeProvider clock) : IDisposable
{
    private readonly Transceiver transceiver = new(link, settings, clock);
    private readonly InListPassiveTarget list = new(InListPassiveTarget.MostTargets);
    private byte? retries;
    private long darkSince;

    /// <summary>Wakes the chip and brings it into a known state, whatever was going on before.</summary>
    /// <returns>What it is: firmware, and its rate if that is not the wanted one.</returns>
    /// <exception cref="ChipFaultException">It does not answer, or not as a PN532.</exception>
    /// <exception cref="LinkLostException">The link is gone.</exception>
    public string SetUp(CancellationToken cancellation)
    {
        retries = null;
        Find(cancellation);
        rate.Change(link, transceiver, cancellation);
        var version = Ask(new GetFirmwareVersion(), cancellation);
        Ask(new SetParameters(SetParameters.PowerOn), cancellation);
        var radio = settings.Radio;
        Ask(
            new RfConfiguration.Timings(
                RfTimeout.AtLeast(radio.AttributeTimeout), RfTimeout.AtLeast(radio.ExchangeTimeout)),
            cancellation);
        Ask(new RfConfiguration.ExchangeRetries(radio.ExchangeRetries), cancellation);
        SwitchFieldOff(cancellation);
        return $"{version}{rate.Remark}";
    }

    /// <summary>
    /// Ends what the chip is doing and asks whether it listens now. What was set up before counts as set up.
    /// </summary>
    /// <inheritdoc cref="SetUp"/>
    public void Revive(CancellationToken cancellation)
    {
        retries = null;
        transceiver.Abort();
        var question = new GetFirmwareVersion();
        if (transceiver.Execute(question, settings.ResponseTimeout, cancellation, tries: 1)
            is var outcome and not ExchangeOutcome<FirmwareVersion>.Answered)
            throw Fault(question, outcome);
        SwitchFieldOff(cancellation);
    }

    /// <summary>Takes reset or supply for a moment: the chip has to be set up afterwards.</summary>
    /// <inheritdoc cref="LinePulse.Give"/>
    public void Restart(IOutputLine line, string name, TimeSpan length, CancellationToken cancellation)
    {
        LinePulse.Give(line, name, length, link, cancellation);
        rate.StartOver();
        link.Idle(settings.StartTime, cancellation);
    }

    // SAMConfiguration, because a chip that was just given power hears nothing else.
    private void Find(CancellationToken cancellation)
    {
        var command = new SamConfiguration();
        ExchangeOutcome<Completed>? last = null;
        foreach (var baud in rate.Places(link))
        {
            LineRate.LookAt(link, baud);
            link.WakeUp(cancellation);
            transceiver.Abort();
            last = transceiver.Execute(command, settings.ResponseTimeout, cancellation);
            if (last is not ExchangeOutcome<Completed>.Answered)
                continue;
            rate.Found(baud);
            return;
        }
        throw Fault(command, last!);
    }

    /// <summary>Sees what lies there already, if that is not known; else does nothing.</summary>
    /// <returns>What there is to report.</returns>
    /// <inheritdoc cref="SetUp"/>
    public IReadOnlyList<ReaderEvent> LookFirst(CancellationToken cancellation)
    {
        var happened = new List<ReaderEvent>();
        while (!history.IsKnown)
            happened.AddRange(See(LookAgain(cancellation), cancellation));
        return happened;
    }

    /// <summary>Looks once, or asks the chip whether it is still there; reports what happens in the field.</summary>
    /// <inheritdoc cref="SetUp"/>
    public void Watch(Action<ReaderEvent> report, CancellationToken cancellation)
    {
        var seen = history.IsEmpty ? AwaitCard(cancellation) : LookAgain(cancellation);
        foreach (var happened in seen is { } targets ? See(targets, cancellation) : [])
            report(happened);
    }

    public void Dispose() => link.Dispose();

    private IEnumerable<ReaderEvent> See(ImmutableArray<TypeATarget> targets, CancellationToken cancellation) =>
        history.See(targets, clock.GetTimestamp()).Select(happened => Complete(happened, targets, cancellation));

    private ReaderEvent Complete(
        ReaderEvent happened, ImmutableArray<TypeATarget> targets, CancellationToken cancellation)
    {
        if (happened is not ReaderEvent.CardArrived arrived || prover is null)
            return happened;
        ReaderEvent? proved = null;
        try
        {
            proved = new ArrivalProof(
                prover, target => new Pn532CardChannel(target, transceiver, FindAgain, settings, clock), clock)
                .Of(arrived, targets[0], cancellation);
            return proved;
        }
        finally
        {
            // Also when the chip failed in the middle of it: what was not reported arrives when it is seen again.
            if (proved is not ReaderEvent.CardArrived)
                history.ForgetArrival(arrived);
        }
    }

    private TypeATarget? FindAgain(CardIdentity card, CancellationToken cancellation)
    {
        SwitchFieldOff(cancellation);
        SetRetries(settings.PresenceRetries, cancellation);
        StayDark(settings.FieldResetTime, cancellation);
        return Ask(InListPassiveTarget.Only(card.Uid.Span), cancellation) is [var found] && found.Card.Equals(card)
            ? found
            : null;
    }

    /// <returns>Null when the time for a heartbeat came, and the chip has answered it.</returns>
    private ImmutableArray<TypeATarget>? AwaitCard(CancellationToken cancellation)
    {
        SetRetries(RfConfiguration.ActivationRetries.Forever, cancellation);
        StayDark(settings.FieldResetTime, cancellation);
        switch (transceiver.Execute(list, settings.HeartbeatInterval, cancellation))
        {
            case ExchangeOutcome<ImmutableArray<TypeATarget>>.Answered seen:
                return seen.Response;
            case ExchangeOutcome<ImmutableArray<TypeATarget>>.Unanswered:
                Beat(cancellation);
                return null;
            case var fault:
                throw Fault(list, fault);
        }
    }

    // A card that was activated just before the abort sleeps now, and a sleeping card does not answer the next search:
    // the field goes off for as long as the chip is asked, and every card starts anew.
    private void Beat(CancellationToken cancellation)
    {
        SwitchFieldOff(cancellation);
        Ask(new GetFirmwareVersion(), cancellation);
    }

    private ImmutableArray<TypeATarget> LookAgain(CancellationToken cancellation)
    {
        SwitchFieldOff(cancellation);
        SetRetries(settings.PresenceRetries, cancellation);
        StayDark(settings.PresencePause, cancellation);
        return Ask(list, cancellation);
    }

    private void SwitchFieldOff(CancellationToken cancellation)
    {
        Ask(new RfConfiguration.Field(On: false), cancellation);
        darkSince = clock.GetTimestamp();
    }

    private void StayDark(TimeSpan length, CancellationToken cancellation) =>
        link.Idle(length - clock.GetElapsedTime(darkSince), cancellation);

    private void SetRetries(byte wanted, CancellationToken cancellation)
    {
        if (retries == wanted)
            return;
        Ask(
            new RfConfiguration.ActivationRetries(
                settings.Radio.AttributeRetries, settings.Radio.RateRetries, wanted),
            cancellation);
        retries = wanted;
    }

    private T Ask<T>(Pn532Command<T> command, CancellationToken cancellation) =>
        transceiver.Execute(command, settings.ResponseTimeout, cancellation) switch
        {
            ExchangeOutcome<T>.Answered answered => answered.Response,
            var fault => throw Fault(command, fault),
        };

    private static ChipFaultException Fault<T>(Pn532Command<T> command, ExchangeOutcome<T> outcome) =>
        new($"{command.Name}: {outcome}", outcome.Sign);
}
