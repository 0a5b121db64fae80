using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>A closing, and whether the records that it is about come to what it says.</summary>
/// <param name="Record">Where it stands, and when.</param>
/// <param name="Closure">What it says.</param>
/// <param name="IsWhole">All records since the closing before are there to be added up.</param>
/// <param name="Flaw">What they come to otherwise; null: nothing, or it could not be seen.</param>
internal sealed record AuditedClosing(RecordHead Record, Fact.Closure Closure, bool IsWhole, string? Flaw)
{
    /// <summary>For people, where nothing could be added up.</summary>
    public const string WhyNotChecked = "records of before are gone, or cannot be read";
}
