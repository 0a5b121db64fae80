using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Where a line was said first, and in which place it counts since it was said again.</summary>
public readonly record struct SaidAgain(RecordPosition First, RecordPosition Again);
