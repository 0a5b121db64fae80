using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>Small messages that need no signature because believing them costs nothing.</summary>
internal static class UnsignedMessage
{
    private const int LongestBytes = 1024;

    public static byte[] Write<T>(T message, JsonTypeInfo<T> json) =>
        JsonSerializer.SerializeToUtf8Bytes(message, json);

    public static Reading<T> Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> json) where T : class =>
        bytes.Length > LongestBytes
            ? new FormatError(FormatErrorKind.TooLong, $"{bytes.Length} bytes; at most {LongestBytes}")
            : StrictJson.Read(bytes, json);
}
