using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

public class CardMeetingTests
{
    private static readonly CardIdentity Card = new(Convert.FromHexString("04958CAA5C5E80"), 0x0044, 0);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly List<string> told = [];
    private readonly ManualTime time = new();
    private Action between = () => { };

    [Fact]
    public async Task The_work_of_the_first_card_is_the_outcome()
    {
        var outcome = await MeetAsync<string>((card, _) => new CardOutcome<string>.Done(card.Card.UidHex), Long);

        Assert.Equal(new CardOutcome<string>.Done(Card.UidHex), outcome);
    }

    [Fact]
    public async Task A_card_taken_away_is_asked_for_again()
    {
        var tries = 0;

        var outcome = await MeetAsync<string>(
            (_, _) => tries++ == 0 ? new CardOutcome<string>.Gone("away") : new CardOutcome<string>.Done("good"), Long);

        Assert.Equal(new CardOutcome<string>.Done("good"), outcome);
        Assert.Contains(told, line => line.Contains("hold it again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_is_not_taken_for_a_lost_reader()
    {
        var error = await Assert.ThrowsAsync<IOException>(
            () => MeetAsync<string>((_, _) => throw new IOException("the disk is full"), Long));

        Assert.Equal("the disk is full", error.Message);
    }

    [Fact]
    public async Task A_lost_reader_ends_it_with_its_own_words()
    {
        var error = await Assert.ThrowsAsync<StartException>(() => MeetAsync<string>(
            (_, _) => throw new LinkLostException("the other end hung up"), Long));

        Assert.Equal("the other end hung up", error.Message);
    }

    /// <summary>A card that is laid there in the last moment is not left half written.</summary>
    [Fact]
    public async Task Waiting_for_a_card_ends_and_work_with_one_does_not()
    {
        var outcome = await MeetAsync<string>(
            (_, stop) =>
            {
                time.Advance(2 * Long);
                return stop.IsCancellationRequested
                    ? new CardOutcome<string>.Gone("stopped between two pages")
                    : new CardOutcome<string>.Done("good");
            },
            Long);

        Assert.Equal(new CardOutcome<string>.Done("good"), outcome);
    }

    [Fact]
    public async Task The_wait_for_a_card_that_was_taken_away_ends_too()
    {
        var tries = 0;

        var error = await Assert.ThrowsAsync<StartException>(() => MeetAsync<string>(
            (_, _) =>
            {
                if (++tries == 3)
                    between = () => time.Advance(Long);
                return new CardOutcome<string>.Gone("away");
            },
            Long));

        Assert.Contains("no card", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, tries);
    }

    private Task<CardOutcome<T>> MeetAsync<T>(
        Func<ICardChannel, CancellationToken, CardOutcome<T>> work, TimeSpan limit) =>
        new CardMeeting(prover => new EagerReader(prover, () => between()), told.Add, time)
            .RunAsync(work, limit, TestContext.Current.CancellationToken);

    /// <summary>A card is laid there again and again.</summary>
    private sealed class EagerReader(ICardProver prover, Action between) : ICardReader
    {
        public void Run(Action<ReaderEvent> report, CancellationToken cancellation)
        {
            report(new ReaderEvent.HealthChanged(ReaderHealth.Working, "a reader", 0));
            while (!cancellation.IsCancellationRequested)
            {
                try
                {
                    var proof = prover.Prove(new SilentCard(), cancellation);
                    report(proof is CardProof.Interrupted
                        ? new ReaderEvent.CardLeftEarly(0)
                        : new ReaderEvent.CardArrived(Card, 0) { Proof = proof });
                }
                catch (LinkLostException lost)
                {
                    report(new ReaderEvent.HealthChanged(ReaderHealth.Lost, lost.Message, 0));
                }
                between();
            }
        }
    }

    private sealed class SilentCard : ICardChannel
    {
        public CardIdentity Card => CardMeetingTests.Card;

        public ReadOnlyMemory<byte> AnswerToSelect => ReadOnlyMemory<byte>.Empty;

        public CardReply Send(ReadOnlySpan<byte> command, CancellationToken cancellation) =>
            new CardReply.Silent("nothing came");

        public Reactivation Reactivate(CancellationToken cancellation) => Reactivation.Done;
    }
}
