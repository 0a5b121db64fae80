using System.Text.Json;
using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>How a payment at the ledger was made.</summary>
[JsonConverter(typeof(PaymentSourceConverter))]
public enum PaymentSource
{
    /// <summary>In cash.</summary>
    Cash,

    /// <summary>With a bank card, at a counter or on the web.</summary>
    CardPayment,

    /// <summary>By another system, which the reference names it in.</summary>
    External,

    /// <summary>By nobody: time, points, what the house gives.</summary>
    Gift,
}

/// <summary>Names of sources.</summary>
internal static class PaymentSources
{
    /// <summary>As in JSON.</summary>
    public static string NameOf(PaymentSource source) => JsonNamingPolicy.CamelCase.ConvertName(source.ToString());
}

internal sealed class PaymentSourceConverter : EnumNameConverter<PaymentSource>;
