namespace EdgeTerminal.Core;

/// <content>What comes to a drink station.</content>
public abstract partial record Input
{
    /// <summary>To a drink station alone: other stations are never told.</summary>
    public abstract record AtDrinkStation : Input
    {
        private protected AtDrinkStation()
        {
        }
    }

    /// <summary>Of one tap's meter.</summary>
    /// <param name="Tap">Which.</param>
    /// <param name="MeterTotal">All that it has ever counted, over restarts; it never goes back.</param>
    public abstract record AtMeter(int Tap, long MeterTotal) : AtDrinkStation;

    /// <summary>The flow meter has moved while the valve is open.</summary>
    /// <param name="Pulses">Since it was opened; never more than have flowed.</param>
    /// <param name="Opening">Which: that of <see cref="Effect.OpenValve"/>.</param>
    /// <inheritdoc cref="AtMeter"/>
    public sealed record PulsesCounted(long Pulses, long Opening, int Tap, long MeterTotal) : AtMeter(Tap, MeterTotal);

    /// <summary>The valve is shut and the flow has settled: the last word of an opening.</summary>
    /// <param name="Why">Why it was closed.</param>
    /// <param name="Pulses">Since it was opened, without what leaked.</param>
    /// <param name="FlowsOn">It has not settled: something leaks.</param>
    /// <param name="Opening">Which: that of <see cref="Effect.OpenValve"/>.</param>
    /// <inheritdoc cref="AtMeter"/>
    public sealed record ValveClosed(
        ValveClosing Why, long Pulses, bool FlowsOn, long Opening, int Tap, long MeterTotal)
        : AtMeter(Tap, MeterTotal);

    /// <summary>The flow meter has moved while the valve is shut.</summary>
    /// <param name="Pulses">Since it was shut.</param>
    /// <inheritdoc cref="AtMeter"/>
    public sealed record PulsesWhileShut(long Pulses, int Tap, long MeterTotal) : AtMeter(Tap, MeterTotal);

    /// <summary>The key of the staff ended the pour.</summary>
    public sealed record PourStopped : AtDrinkStation;

    /// <summary>The key of a tap was pressed.</summary>
    /// <param name="Tap">Which, from 1.</param>
    public sealed record TapChosen(int Tap) : AtDrinkStation;

    /// <summary>The key of a work of staff was pressed.</summary>
    public sealed record WorkChosen(StaffWork Work) : AtDrinkStation;

    /// <summary>A measured glass has more or less in it than stands on the display.</summary>
    /// <param name="Steps">Of half a centilitre each; below zero for less.</param>
    public sealed record VolumeChanged(int Steps) : AtDrinkStation;

    /// <summary>The key that takes back what was chosen was pressed.</summary>
    public sealed record WorkDropped : AtDrinkStation;
}
