namespace EdgeTerminal.Host;

/// <summary>What a rotary encoder is wired to, on the chip of <c>hardware.lineChip</c>.</summary>
/// <param name="LineA">Its contact A.</param>
/// <param name="LineB">Its contact B.</param>
/// <param name="LinePress">Its switch; null: it has none.</param>
internal sealed record KnobLines(int LineA, int LineB, int? LinePress);
