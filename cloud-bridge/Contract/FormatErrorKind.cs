namespace CloudBridge.Contract;

/// <summary>The declared ways in which bytes can be wrong.</summary>
public enum FormatErrorKind
{
    /// <summary>Longer than this kind of object may be.</summary>
    TooLong,

    /// <summary>Not three canonical base64url parts (RFC 7515, section 3.1).</summary>
    NotCompactJws,

    /// <summary>Not five canonical base64url parts (RFC 7516, section 3.1).</summary>
    NotCompactJwe,

    /// <summary>The header is not exactly typ, alg and kid, or says another typ or alg than expected.</summary>
    WrongHeader,

    /// <summary>Signed by a key that is not known here.</summary>
    UnknownKey,

    /// <summary>The signature does not fit the key and the content.</summary>
    BadSignature,

    /// <summary>Not JSON, or not the members, types and ranges that the format has.</summary>
    BadContent,

    /// <summary>Well signed, but meant for another site, terminal or end.</summary>
    WrongAddressee,
}
