using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// A secret key of a card or a population. It owns its bytes: they are never moved or copied by the collector, zeroed
/// by <see cref="Dispose"/>, and not in any text.
/// </summary>
public sealed class CardKey : IDisposable
{
    /// <summary>Bytes of an AES-128 key.</summary>
    public const int AesLength = 16;

    private readonly byte[] _bytes;
    private bool _disposed;

    /// <param name="bytes">Copied; the caller zeroes its own.</param>
    public CardKey(ReadOnlySpan<byte> bytes)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(_bytes);
    }

    /// <summary>How long it is.</summary>
    public int Length => _bytes.Length;

    /// <summary>The secret itself. Not to be kept, logged or put into an exception.</summary>
    /// <exception cref="ObjectDisposedException">It was zeroed.</exception>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>The key that cards leave their factory with: zeros.</summary>
    public static CardKey Factory() => new(new byte[AesLength]);

    /// <summary>Reads hexadecimal digits, in either case.</summary>
    /// <returns>Null when they are not just that, or not <paramref name="length"/> bytes.</returns>
    public static CardKey? FromHex(ReadOnlySpan<char> digits, int length = AesLength)
    {
        if (digits.Length != 2 * length)
            return null;
        var bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        var read = Convert.FromHexString(digits, bytes, out _, out _);
        var key = read == System.Buffers.OperationStatus.Done ? new CardKey(bytes) : null;
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>A copy that lives and dies on its own.</summary>
    public CardKey Copy() => new(Bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _disposed = true;
    }

    /// <summary>Its length only.</summary>
    public override string ToString() => $"a secret key of {Length} bytes";
}
