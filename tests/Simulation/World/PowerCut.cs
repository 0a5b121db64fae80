namespace Tests.Simulation;

/// <summary>The power goes in the middle of what a machine is doing. Nothing of the product catches it.</summary>
internal sealed class PowerCut() : Exception("the power went");
