using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>What facts are called in the journal.</summary>
internal static class FactNames
{
    /// <summary>The <c>kind</c> of its record.</summary>
    public static string Of(Fact fact)
    {
        var name = fact.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
