using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// CMAC over any block cipher of the framework (NIST SP 800-38B; with AES: RFC 4493), which has none of its own.
/// </summary>
internal static class Cmac
{
    private const int LongestBlock = 16;

    /// <summary>The tag of a message, which is padded only when it is not of whole blocks.</summary>
    /// <param name="cipher">Keyed.</param>
    /// <param name="tag">One block.</param>
    public static void Compute(SymmetricAlgorithm cipher, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        var block = cipher.BlockSize / 8;
        Compute(cipher, message, BlocksOf(message, block), tag);
    }

    /// <summary>The message in whole blocks: as it is, or with 80 and zeros behind it.</summary>
    public static byte[] Pad(ReadOnlySpan<byte> message, int block, out bool isWhole) =>
        PadTo(message, BlocksOf(message, block) * block, out isWhole);

    /// <summary>
    /// The tag of a message that is first padded to a fixed number of blocks, however short it is: what AN10922 asks
    /// for, where CMAC itself would pad to one block.
    /// </summary>
    public static void Compute(SymmetricAlgorithm cipher, ReadOnlySpan<byte> message, int blocks, Span<byte> tag)
    {
        var block = cipher.BlockSize / 8;
        var padded = PadTo(message, blocks * block, out var whole);
        Span<byte> first = stackalloc byte[block];
        Span<byte> second = stackalloc byte[block];
        Subkeys(cipher, first, second);
        var last = padded.AsSpan(^block..);
        Xor(last, whole ? first : second);
        Span<byte> zero = stackalloc byte[LongestBlock];
        cipher.EncryptCbc(padded, zero[..block], padded, PaddingMode.None);
        last.CopyTo(tag);
        CryptographicOperations.ZeroMemory(padded);
        CryptographicOperations.ZeroMemory(first);
        CryptographicOperations.ZeroMemory(second);
    }

    /// <summary>K1 for a message of whole blocks, K2 for a padded one (RFC 4493, 2.3).</summary>
    public static void Subkeys(SymmetricAlgorithm cipher, Span<byte> first, Span<byte> second)
    {
        first.Clear();
        cipher.EncryptEcb(first, first, PaddingMode.None);
        Double(first, first);
        Double(first, second);
    }

    private static int BlocksOf(ReadOnlySpan<byte> message, int block) =>
        Math.Max(1, (message.Length + block - 1) / block);

    private static byte[] PadTo(ReadOnlySpan<byte> message, int length, out bool isWhole)
    {
        var padded = new byte[length];
        message.CopyTo(padded);
        isWhole = message.Length == length;
        if (!isWhole)
            padded[message.Length] = 0x80;
        return padded;
    }

    /// <summary>Shifts left by one bit; a bit that falls out comes back as the field's polynomial.</summary>
    public static void Double(ReadOnlySpan<byte> value, Span<byte> doubled)
    {
        var polynomial = (byte)(value.Length == LongestBlock ? 0x87 : 0x1B);
        var fallsOut = (value[0] & 0x80) != 0;
        for (var index = 0; index < value.Length; index++)
        {
            var carry = index + 1 < value.Length ? value[index + 1] >> 7 : 0;
            doubled[index] = (byte)(((value[index] << 1) | carry) & 0xFF);
        }
        if (fallsOut)
            doubled[^1] ^= polynomial;
    }

    /// <summary>Target with the mask on it.</summary>
    public static void Xor(Span<byte> target, ReadOnlySpan<byte> mask)
    {
        for (var index = 0; index < target.Length; index++)
            target[index] ^= mask[index];
    }
}
