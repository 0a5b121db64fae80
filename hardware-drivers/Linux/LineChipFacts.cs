namespace HardwareDrivers.Linux;

/// <summary>What a GPIO chip says of itself.</summary>
/// <param name="Label">Which chip it is: <c>pinctrl-rp1</c>. Its number depends on the kernel, its label does not.
/// </param>
/// <param name="Lines">How many it has.</param>
public sealed record LineChipFacts(string Label, int Lines);
