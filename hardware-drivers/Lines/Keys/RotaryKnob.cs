using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// A rotary encoder as two keys: one for a click forwards, one for a click backwards. Which way it was turned is told
/// by what contact B was when contact A changed, not by what it is when that is heard of: a quick hand is ahead.
/// </summary>
/// <param name="lines">Its contacts A and B, to ground; they are pulled up inside the chip.</param>
/// <param name="keys">What a click is called.</param>
/// <param name="openChip">Opens the chip that they are at.</param>
public sealed class RotaryKnob(
    (int A, int B) lines, (string Forwards, string Backwards) keys, Func<ILineChip> openChip) : IKeypad
{
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    public void Run(Action ready, Action<string> pressed, CancellationToken cancellation)
    {
        using var chip = openChip();
        using var other = chip.OpenInput(Contact(lines.B));
        using var contact = chip.OpenInput(Contact(lines.A));
        var decoder = new KnobDecoder();
        var history = new LevelHistory(other.IsActive);
        ready();
        foreach (var edge in contact.Edges(cancellation))
        {
            other.TakeWaiting(history.Take);
            switch (decoder.Take(edge.IsActive, history.At(edge.Nanoseconds)))
            {
                case 1:
                    pressed(keys.Forwards);
                    break;
                case -1:
                    pressed(keys.Backwards);
                    break;
            }
        }
    }

    private static InputLineSettings Contact(int line) =>
        new(line, "knob") { ActiveLow = true, Bias = LineBias.PullUp, Debounce = Debounce };
}
