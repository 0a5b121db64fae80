using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A certificate that the site's authority has signed.</summary>
/// <param name="Account">Of whom, at the broker; of a server also how it is dialled.</param>
/// <param name="Serial">Its number, in hexadecimal.</param>
/// <param name="UntilMilliseconds">Its end, since 1970-01-01T00:00:00Z.</param>
/// <param name="RevokedMilliseconds">Since when it is good no more; null: it is good until its end.</param>
/// <param name="Key">Of which key; null: an earlier build has noted it.</param>
/// <param name="IsOfOtherKey">It was taken back for its key alone, which the terminal might not use then: it is good
/// again where that key is granted later.</param>
internal sealed record IssuedCertificate(
    string Account,
    string Serial,
    long UntilMilliseconds,
    long? RevokedMilliseconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyId? Key = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsOfOtherKey = false);
