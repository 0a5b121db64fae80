using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>A reader with a person at it, who may take their time.</summary>
internal static class CardDesk
{
    /// <summary>Provisioning asks a card some hundred things; each of them has its own limit.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(20);

    /// <inheritdoc cref="CardMeeting.RunAsync"/>
    public static Task<CardOutcome<T>> MeetAsync<T>(
        ChosenReader chosen, Func<ICardChannel, CancellationToken, CardOutcome<T>> work, TimeSpan limit,
        CancellationToken cancellation) =>
        new CardMeeting(prover => new LoneReader(chosen, prover), Console.Error.WriteLine, TimeProvider.System)
            .RunAsync(work, limit, cancellation);

    /// <summary>Used by nothing else meanwhile; its lines are opened and made safe with it.</summary>
    private sealed class LoneReader(ChosenReader chosen, ICardProver prover) : ICardReader
    {
        public void Run(Action<ReaderEvent> report, CancellationToken cancellation) => Readers.RunAlone(
            chosen.Settings, chosen.Hardware, TimeProvider.System, report, cancellation, prover, LongestWork);
    }
}
