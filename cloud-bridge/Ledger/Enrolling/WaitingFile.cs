using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Who waits to be enrolled, and how often somebody tried a PIN that was none.</summary>
/// <param name="Terminals">Those that were created.</param>
/// <param name="WrongTries">When, at this site, whatever name was tried and from wherever.</param>
/// <param name="Requests">Of the HTTP API that have created terminals; null: none, or an earlier build wrote this.
/// </param>
internal sealed record WaitingFile(
    WaitingTerminal[] Terminals,
    long[] WrongTries,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CreatingRequest[]? Requests = null)
{
    /// <summary>Nobody.</summary>
    public static WaitingFile Empty { get; } = new([], []);

    /// <summary>With what another one has besides: of a terminal or a request that both have, this one's.</summary>
    public WaitingFile With(WaitingFile other) => new(
        [.. Terminals, .. other.Terminals.Where(one => Terminals.All(known => known.Terminal != one.Terminal))],
        [.. WrongTries.Union(other.WrongTries).Order()],
        Requests is null ? other.Requests
            : [.. Requests, .. (other.Requests ?? []).Where(one => Requests.All(known => known.Key != one.Key))]);
}

/// <summary>A request that has created a terminal. Its PIN is made of its key and this, and so need not be kept.
/// </summary>
/// <param name="Key">See <see cref="RequestKey.Key"/>.</param>
/// <param name="Fingerprint">See <see cref="RequestKey.Fingerprint"/>.</param>
/// <param name="AtMilliseconds">When, since 1970-01-01T00:00:00Z.</param>
/// <param name="Creation">Of this creation alone; null: an earlier build wrote this.</param>
internal sealed record CreatingRequest(
    Digest Key,
    Digest Fingerprint,
    long AtMilliseconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Nonce? Creation = null);

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
