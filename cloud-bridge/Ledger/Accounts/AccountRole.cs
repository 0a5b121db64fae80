using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What an account of the console may: each one all that those before it may.</summary>
[JsonConverter(typeof(AccountRoleConverter))]
public enum AccountRole
{
    /// <summary>Sees everything but cards' UIDs, and changes nothing.</summary>
    Viewer,

    /// <summary>Creates, confirms and commands terminals, and blocks cards.</summary>
    Operator,

    /// <summary>Decides on money: closes rows and gaps, settles suspense.</summary>
    Treasurer,

    /// <summary>Makes accounts.</summary>
    Admin,
}

internal sealed class AccountRoleConverter : EnumNameConverter<AccountRole>;
