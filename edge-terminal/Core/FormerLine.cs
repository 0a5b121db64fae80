using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A line of a former epoch.</summary>
/// <param name="Name">Which: where what it says was said first.</param>
/// <param name="Stamp">When.</param>
/// <param name="Fact">What.</param>
public sealed record FormerLine(RecordName Name, Stamp Stamp, Fact Fact);
