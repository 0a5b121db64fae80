using System.Text.Json.Serialization;

namespace EdgeTerminal.Store;

/// <summary>What is left to be done of a change of the terminal's key, once it is certain.</summary>
/// <param name="Output">Where the files go that the ledger has given.</param>
/// <param name="FormerThrough">The last epoch that the former key has signed.</param>
/// <param name="Files">The names of those files, in order; the last makes the others count.</param>
internal sealed record KeyChangePlan(string Output, long FormerThrough, string[] Files);

/// <summary>How it becomes JSON.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyChangePlan))]
internal sealed partial class KeyChangeJson : JsonSerializerContext;
