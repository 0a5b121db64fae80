using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// NXP's leakage resilient primitive over AES-128, four bits at a time (AN12304): no key is used often enough to be
/// seen in a chip's power. Cards of NTAG 424 DNA can be set to it.
/// </summary>
public sealed class Lrp : IDisposable
{
    private const int Block = CardAes.BlockLength;
    private const int Plaintexts = 16;

    private readonly byte[] plaintexts = GC.AllocateUninitializedArray<byte>(Plaintexts * Block, pinned: true);
    private readonly byte[] start = GC.AllocateUninitializedArray<byte>(Block, pinned: true);
    private readonly Aes aes = Aes.Create();

    /// <param name="key">16 bytes.</param>
    /// <param name="number">Which of the keys that are made of it: 0 for MACs, 1 for encryption.</param>
    public Lrp(CardKey key, int number)
    {
        Span<byte> chain = stackalloc byte[Block];
        Encrypt(key.Bytes, 0x55, chain);
        for (var index = 0; index < Plaintexts; index++)
        {
            Encrypt(chain, 0xAA, plaintexts.AsSpan(index * Block, Block));
            Encrypt(chain, 0x55, chain);
        }
        Encrypt(key.Bytes, 0xAA, chain);
        for (var index = 0; index < number; index++)
            Encrypt(chain, 0x55, chain);
        Encrypt(chain, 0xAA, start);
        CryptographicOperations.ZeroMemory(chain);
    }

    /// <summary>The primitive itself: from key to key, by the input's half bytes (AN12304, algorithm 3).</summary>
    /// <param name="isFinal">A last step makes the result independent of the next one's.</param>
    /// <param name="result">16 bytes.</param>
    public void Evaluate(ReadOnlySpan<byte> input, bool isFinal, Span<byte> result)
    {
        start.CopyTo(result);
        foreach (var both in input)
        {
            Step(result, both >> 4);
            Step(result, both & 0x0F);
        }
        if (isFinal)
            Encrypt(result, 0x00, result);
    }

    /// <summary>Decrypts whole blocks, each with the key of a counter that goes up by one (LRICB).</summary>
    /// <param name="counter">Of the first block; its length counts, too.</param>
    public byte[] Decrypt(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> blocks)
    {
        var count = counter.ToArray();
        var plain = new byte[blocks.Length];
        Span<byte> key = stackalloc byte[Block];
        for (var at = 0; at < blocks.Length; at += Block)
        {
            Evaluate(count, isFinal: true, key);
            aes.SetKey(key);
            aes.DecryptEcb(blocks.Slice(at, Block), plain.AsSpan(at, Block), PaddingMode.None);
            Increment(count);
        }
        CryptographicOperations.ZeroMemory(key);
        return plain;
    }

    /// <summary>The CMAC with this primitive in place of AES, 16 bytes.</summary>
    public byte[] Mac(ReadOnlySpan<byte> message)
    {
        var tag = new byte[Block];
        Mac(message, tag);
        return tag;
    }

    /// <summary>A key that is such a CMAC.</summary>
    public CardKey Derive(ReadOnlySpan<byte> message)
    {
        Span<byte> tag = stackalloc byte[Block];
        Mac(message, tag);
        var key = new CardKey(tag);
        CryptographicOperations.ZeroMemory(tag);
        return key;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(plaintexts);
        CryptographicOperations.ZeroMemory(start);
        aes.Dispose();
    }

    private void Mac(ReadOnlySpan<byte> message, Span<byte> tag)
    {
        Span<byte> zero = stackalloc byte[Block];
        Span<byte> first = stackalloc byte[Block];
        Span<byte> second = stackalloc byte[Block];
        zero.Clear();
        Evaluate(zero, isFinal: true, first);
        Cmac.Double(first, first);
        Cmac.Double(first, second);
        var padded = Cmac.Pad(message, Block, out var isWhole);
        Cmac.Xor(padded.AsSpan(^Block..), isWhole ? first : second);
        tag.Clear();
        Span<byte> mixed = stackalloc byte[Block];
        for (var at = 0; at < padded.Length; at += Block)
        {
            tag.CopyTo(mixed);
            Cmac.Xor(mixed, padded.AsSpan(at, Block));
            Evaluate(mixed, isFinal: true, tag);
        }
        CryptographicOperations.ZeroMemory(padded);
        CryptographicOperations.ZeroMemory(first);
        CryptographicOperations.ZeroMemory(second);
    }

    private void Step(Span<byte> key, int halfByte)
    {
        aes.SetKey(key);
        aes.EncryptEcb(plaintexts.AsSpan(halfByte * Block, Block), key, PaddingMode.None);
    }

    /// <summary>A block of one byte again and again; key and result may be the same memory.</summary>
    private void Encrypt(ReadOnlySpan<byte> key, byte fill, Span<byte> result)
    {
        Span<byte> block = stackalloc byte[Block];
        block.Fill(fill);
        aes.SetKey(key);
        aes.EncryptEcb(block, result, PaddingMode.None);
    }

    private static void Increment(Span<byte> counter)
    {
        for (var index = counter.Length - 1; index >= 0; index--)
        {
            counter[index] = (byte)((counter[index] + 1) & 0xFF);
            if (counter[index] != 0)
                return;
        }
    }
}
