using System.Runtime.ExceptionServices;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>Waits at a reader for one card, and does one piece of work with it.</summary>
/// <param name="open">A reader that hands its cards to a prover.</param>
/// <param name="tell">What a person at the reader should know.</param>
/// <param name="time">How long it waits is measured by it.</param>
internal sealed class CardMeeting(Func<ICardProver, ICardReader> open, Action<string> tell, TimeProvider time)
{
    private const string HoldAgain = "The card was taken away too early: hold it again, until it is done.";

    /// <summary>Tries again with each card, as long as the work says that the card was gone.</summary>
    /// <param name="limit">How long to wait for a card. The time stands still while there is work with one.</param>
    /// <exception cref="StartException">The reader does not work, no card came, or it was stopped.</exception>
    public async Task<CardOutcome<T>> RunAsync<T>(
        Func<ICardChannel, CancellationToken, CardOutcome<T>> work, TimeSpan limit, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        var worker = new Worker<T>((card, stop) =>
        {
            over.CancelAfter(Timeout.InfiniteTimeSpan);
            var outcome = work(card, stop);
            over.CancelAfter(limit);
            return outcome;
        });
        string? lost = null;
        void Hear(ReaderEvent seen)
        {
            switch (seen)
            {
                case ReaderEvent.HealthChanged { Health: ReaderHealth.Lost } health:
                    lost = health.Detail;
                    over.Cancel();
                    break;
                case ReaderEvent.HealthChanged { Health: ReaderHealth.Working }:
                    tell("Hold a card to the reader.");
                    break;
                case ReaderEvent.SeveralCards:
                    tell("There are several cards: hold one.");
                    break;
                case ReaderEvent.CardLeftEarly:
                    tell(HoldAgain);
                    break;
                case ReaderEvent.CardArrived when worker.IsDone:
                    over.Cancel();
                    break;
                case ReaderEvent.CardArrived:
                    tell(HoldAgain);
                    break;
            }
        }
        await DeviceThread.RunAsync("reader", () => open(worker).Run(Hear, either.Token));
        worker.Trouble?.Throw();
        if (worker.IsDone)
            return worker.Outcome!;
        throw new StartException(
            cancellation.IsCancellationRequested
                ? "stopped; what was begun with a card goes on when it is held again"
                : lost ?? $"no card was held for long enough within {limit.TotalSeconds:0} s", ExitCode.Fault);
    }

    /// <summary>Does the work where a reader asks for proof.</summary>
    private sealed class Worker<T>(Func<ICardChannel, CancellationToken, CardOutcome<T>> work) : ICardProver
    {
        public CardOutcome<T>? Outcome { get; private set; }

        /// <summary>Ours, not the reader's: it would take an error of a file for one of its line.</summary>
        public ExceptionDispatchInfo? Trouble { get; private set; }

        public bool IsDone => Trouble is not null || Outcome is CardOutcome<T>.Done or CardOutcome<T>.Denied;

        public CardProof Prove(ICardChannel card, CancellationToken cancellation)
        {
            if (IsDone)
                return CardProof.Nothing;
            try
            {
                Outcome = work(card, cancellation);
                return Outcome is CardOutcome<T>.Gone ? new CardProof.Interrupted() : CardProof.Nothing;
            }
            catch (Exception error) when (
                error is CardKeyException or UnauthorizedAccessException or IOException and not LinkLostException)
            {
                Trouble = ExceptionDispatchInfo.Capture(error);
                return CardProof.Nothing;
            }
        }
    }
}
