using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>The name that each kind of fact has in a journal line, and how it is read and written.</summary>
public static class FactKinds
{
    private static readonly Kind[] Kinds =
    [
        new Kind<Fact.Sale>("sale", ContractJson.Default.Sale),
        new Kind<Fact.SaleShown>("saleShown", ContractJson.Default.SaleShown),
        new Kind<Fact.Refusal>("refusal", ContractJson.Default.Refusal),
        new Kind<Fact.CounterUsed>("counterUsed", ContractJson.Default.CounterUsed),
        new Kind<Fact.Void>("void", ContractJson.Default.Void),
        new Kind<Fact.Hold>("hold", ContractJson.Default.Hold),
        new Kind<Fact.Mark>("mark", ContractJson.Default.Mark),
        new Kind<Fact.Capture>("capture", ContractJson.Default.Capture),
        new Kind<Fact.Release>("release", ContractJson.Default.Release),
        new Kind<Fact.Draw>("draw", ContractJson.Default.Draw),
        new Kind<Fact.Drawn>("drawn", ContractJson.Default.Drawn),
        new Kind<Fact.KegChanged>("kegChanged", ContractJson.Default.KegChanged),
        new Kind<Fact.Calibrated>("calibrated", ContractJson.Default.Calibrated),
        new Kind<Fact.Entry>("entry", ContractJson.Default.Entry),
        new Kind<Fact.EntryPassed>("entryPassed", ContractJson.Default.EntryPassed),
        new Kind<Fact.EntryAbandoned>("entryAbandoned", ContractJson.Default.EntryAbandoned),
        new Kind<Fact.EntriesCarried>("entriesCarried", ContractJson.Default.EntriesCarried),
        new Kind<Fact.Exit>("exit", ContractJson.Default.Exit),
        new Kind<Fact.FireOpened>("fireOpened", ContractJson.Default.FireOpened),
        new Kind<Fact.Refill>("refill", ContractJson.Default.Refill),
        new Kind<Fact.Refund>("refund", ContractJson.Default.Refund),
        new Kind<Fact.DepositReturn>("depositReturn", ContractJson.Default.DepositReturn),
        new Kind<Fact.CardBlocked>("cardBlocked", ContractJson.Default.CardBlocked),
        new Kind<Fact.Closure>("closure", ContractJson.Default.Closure),
        new Kind<Fact.EpochOpened>("epochOpened", ContractJson.Default.EpochOpened),
        new Kind<Fact.EpochClosed>("epochClosed", ContractJson.Default.EpochClosed),
        new Kind<Fact.BootStarted>("bootStarted", ContractJson.Default.BootStarted),
        new Kind<Fact.BroughtForward>("broughtForward", ContractJson.Default.BroughtForward),
        new Kind<Fact.RecordsRetired>("recordsRetired", ContractJson.Default.RecordsRetired),
        new Kind<Fact.ListApplied>("listApplied", ContractJson.Default.ListApplied),
        new Kind<Fact.BeatHeard>("beatHeard", ContractJson.Default.BeatHeard),
        new Kind<Fact.ConfigApplied>("configApplied", ContractJson.Default.ConfigApplied),
        new Kind<Fact.CommandDone>("commandDone", ContractJson.Default.CommandDone),
        new Kind<Fact.FaultRaised>("faultRaised", ContractJson.Default.FaultRaised),
        new Kind<Fact.FaultCleared>("faultCleared", ContractJson.Default.FaultCleared),
    ];

    private static readonly FrozenDictionary<string, Kind> ByName = Kinds.ToFrozenDictionary(kind => kind.Name);

    private static readonly FrozenDictionary<Type, Kind> ByType = Kinds.ToFrozenDictionary(kind => kind.Type);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The name of a fact's kind.</summary>
    public static string Of(Fact fact) => ByType[fact.GetType()].Name;

    /// <summary>The name of a kind.</summary>
    public static string Of<T>() where T : Fact => ByType[typeof(T)].Name;

    internal static void Write(Utf8JsonWriter json, Fact fact)
    {
        var kind = ByType[fact.GetType()];
        json.WriteString("kind", kind.Name);
        json.WritePropertyName("fact");
        kind.Write(json, fact);
    }

    internal static Reading<Fact> Read(string name, ReadOnlySpan<byte> json)
    {
        if (!ByName.TryGetValue(name, out var kind))
            return new FormatError(FormatErrorKind.BadContent, $"kind \"{name}\" is not known to this build");
        if (!kind.Read(json).Succeeded(out var fact, out var error))
            return error;
        return FlawOf(fact) is { } flaw ? new FormatError(FormatErrorKind.BadContent, $"{name}: {flaw}") : fact;
    }

    private static string? FlawOf(Fact fact)
    {
        try
        {
            return fact.Flaw();
        }
        catch (OverflowException)
        {
            return $"amounts that sum up to more than {Money.Limit}";
        }
    }

    private abstract class Kind(string name, Type type)
    {
        public string Name => name;

        public Type Type => type;

        public abstract void Write(Utf8JsonWriter json, Fact fact);

        public abstract Reading<Fact> Read(ReadOnlySpan<byte> json);
    }

    private sealed class Kind<T>(string name, JsonTypeInfo<T> json) : Kind(name, typeof(T)) where T : Fact
    {
        public override void Write(Utf8JsonWriter writer, Fact fact) => JsonSerializer.Serialize(writer, (T)fact, json);

        public override Reading<Fact> Read(ReadOnlySpan<byte> bytes) =>
            StrictJson.Read(bytes, json).Succeeded(out var fact, out var error) ? fact : error;
    }
}
