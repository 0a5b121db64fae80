using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>PINs are compared beside the loop.</summary>
public sealed class PinDeskTests
{
    [Theory]
    [InlineData("274051", true)]
    [InlineData("274052", false)]
    [InlineData("1", false)]
    public async Task An_attempt_is_answered_by_its_name_and_on_another_thread(string typed, bool isRight)
    {
        var told = new ToldThreads();
        using var desk = new PinDesk();
        desk.Start(Remembered.Nothing, told);
        var pin = StaffPin.Of(Site.Card("04616263646566"), "274051", StaffPin.FewestIterations);

        desk.Do(new Effect.TryPin(7, pin, typed.Aggregate(default(TypedPin), (pin, key) => pin.With(key - '0'))));

        await Eventually.TrueAsync(
            () => told.Seen?.Input is Input.PinTried(7, var answer) && answer == isRight,
            "it is answered", TestContext.Current.CancellationToken);
        Assert.NotEqual(Environment.CurrentManagedThreadId, told.Seen!.Thread);
        Assert.True(told.Seen.EndsWithTheDaemon);
    }

    private sealed record Told(Input Input, int Thread, bool EndsWithTheDaemon);

    private sealed class ToldThreads : IInbox
    {
        private readonly EventLog<Told> told = new();

        public Told? Seen => told.Seen.Count == 0 ? null : told.Seen[0];

        public bool Offer(LoopInput input)
        {
            told.Add(new Told(
                Assert.IsType<LoopInput.Core>(input).Input,
                Environment.CurrentManagedThreadId,
                Thread.CurrentThread.IsBackground));
            return true;
        }

        public void Post(LoopInput input) => Offer(input);
    }
}
