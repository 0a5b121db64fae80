using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>A card of ISO/IEC 14443-4 that says what was said to it, after a while.</summary>
internal sealed class EchoCard(string answerToSelect, double milliseconds) : EmulatedCard(
    new CardIdentity(Convert.FromHexString("042F1C5A7B3D80"), 0x0344, 0x20), Convert.FromHexString(answerToSelect))
{
    protected override CardAnswer Answer(ReadOnlySpan<byte> command) =>
        CardAnswer.Says(command) with { After = TimeSpan.FromMilliseconds(milliseconds) };
}
