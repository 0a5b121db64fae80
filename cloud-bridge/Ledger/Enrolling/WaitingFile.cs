using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Who waits to be enrolled, and how often somebody tried a PIN that was none.</summary>
/// <param name="Terminals">Those that were created.</param>
/// <param name="WrongTries">When, at this site, whatever name was tried and from wherever.</param>
internal sealed record WaitingFile(WaitingTerminal[] Terminals, long[] WrongTries)
{
    /// <summary>Nobody.</summary>
    public static WaitingFile Empty { get; } = new([], []);
}

/// <summary>How it becomes JSON.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(ValueListConverter<AllowanceLimit>),
        typeof(ValueListConverter<StaffPin>),
        typeof(ValueListConverter<StaffRole>),
    ])]
[JsonSerializable(typeof(WaitingFile))]
internal sealed partial class WaitingJson : JsonSerializerContext;
