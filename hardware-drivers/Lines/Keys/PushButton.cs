using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>One key at a line of its own.</summary>
/// <param name="line">To ground while it is held; pulled up inside the chip.</param>
/// <param name="key">What it is called.</param>
/// <param name="openChip">Opens the chip that it is at.</param>
public sealed class PushButton(int line, string key, Func<ILineChip> openChip) : IKeypad
{
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public void Run(Action ready, Action<string> pressed, CancellationToken cancellation)
    {
        using var chip = openChip();
        using var contact = chip.OpenInput(
            new InputLineSettings(line, "key") { ActiveLow = true, Bias = LineBias.PullUp, Debounce = Debounce });
        ready();
        foreach (var edge in contact.Edges(cancellation))
            if (edge.IsActive)
                pressed(key);
    }
}
