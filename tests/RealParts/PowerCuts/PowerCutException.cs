namespace Tests.RealParts.PowerCuts;

/// <summary>After a power cut something was lost, invented, or in the way.</summary>
public sealed class PowerCutException(string message, Exception inner) : Exception(message, inner);
