using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Keys at lines, and what is said while they are lost.</summary>
public sealed class KeypadsTests
{
    private readonly ToldInputs told = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_told_by_its_name()
    {
        var keypad = new Breaking { IsWhole = true };
        using var keypads = new Keypads([("keys.keypad", keypad)], told, TimeProvider.System);

        await Eventually.TrueAsync(() => told.Pressed.Count == 1, "it is told", Cancellation);

        Assert.Equal(["1"], told.Pressed);
        Assert.Empty(told.Seen);
    }

    [Fact]
    public async Task A_lost_keypad_is_a_fault_until_it_can_be_read_again()
    {
        var keypad = new Breaking { IsSilent = true };
        using var keypads = new Keypads([("keys.keypad", keypad)], told, TimeProvider.System);
        await Eventually.TrueAsync(() => told.Seen.Count == 1, "the fault is told", Cancellation);
        Assert.Equal(
            new Input.FaultBegan(Fault.KeypadLost, "keys.keypad: nobody is there"), told.Seen[0]);

        keypad.IsWhole = true;
        await Eventually.TrueAsync(() => told.Seen.Count == 2, "it is over", Cancellation);

        Assert.Equal(new Input.FaultEnded(Fault.KeypadLost), told.Seen[1]);
        Assert.Empty(told.Pressed);
    }

    /// <summary>One device is back while another goes: what is on at last is the fault.</summary>
    [Fact]
    public async Task What_is_said_of_two_devices_comes_in_the_order_in_which_it_happened()
    {
        var (keypad, knob) = (new Breaking { IsSilent = true }, new Breaking { IsSilent = true, IsWhole = true });
        var loop = new SlowInbox(told, () => knob.IsWhole = false);
        using var keypads = new Keypads([("keys.keypad", keypad), ("keys.knob", knob)], loop, TimeProvider.System);
        await Eventually.TrueAsync(() => told.Seen.Count == 1, "the first is lost", Cancellation);

        keypad.IsWhole = true;

        await Eventually.TrueAsync(() => told.Seen.Count == 3, "the second is lost", Cancellation);
        Assert.Equal(
            [typeof(Input.FaultBegan), typeof(Input.FaultEnded), typeof(Input.FaultBegan)],
            told.Seen.Select(input => input.GetType()));
    }

    /// <summary>Is full when a fault ends, for as long as another could overtake that.</summary>
    private sealed class SlowInbox(ToldInputs told, Action whileItWaits) : IInbox
    {
        public bool Offer(LoopInput input) => told.Offer(input);

        public void Post(LoopInput input)
        {
            if (input is LoopInput.Core { Input: Input.FaultEnded })
            {
                whileItWaits();
                SpinWait.SpinUntil(() => told.Seen.Count > 1, TimeSpan.FromMilliseconds(200));
            }
            told.Post(input);
        }
    }

    /// <summary>Fails until it is whole, and when it is no more; pressed once when it begins, unless it is silent.
    /// </summary>
    private sealed class Breaking : IKeypad
    {
        private volatile bool isWhole;

        public bool IsSilent { get; init; }

        public bool IsWhole
        {
            set => isWhole = value;
        }

        public void Run(Action ready, Action<string> pressed, CancellationToken cancellation)
        {
            if (!isWhole)
                throw new LinkLostException("nobody is there");
            ready();
            if (!IsSilent)
                pressed("1");
            while (isWhole)
                if (cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(5)))
                    return;
            throw new LinkLostException("nobody is there any more");
        }
    }
}
