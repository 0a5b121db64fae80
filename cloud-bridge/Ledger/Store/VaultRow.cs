using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>One row of the vault.</summary>
/// <param name="Uid">Of the card.</param>
/// <param name="Card">What everybody else calls it.</param>
/// <param name="Number">What is printed on it; null: not known.</param>
/// <param name="Qr">What its QR code ends with; null: not known.</param>
internal sealed record VaultRow(
    string Uid,
    CardToken Card,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Number = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Qr = null);
