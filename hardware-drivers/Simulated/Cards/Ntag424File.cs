namespace HardwareDrivers.Simulated;

/// <summary>One of the files of an NTAG 424 DNA.</summary>
/// <param name="id">ISO file identifier, its last two digits: 03, 04, 05.</param>
/// <param name="size">Bytes.</param>
/// <param name="protection">Of reading and writing with a key.</param>
/// <param name="rights">As GetFileSettings says them: RW and Change, then Read and Write; E free, F never.</param>
internal sealed class Ntag424File(byte id, int size, Protection protection, (byte First, byte Second) rights)
{
    private const int Free = 0xE;
    private const byte SdmOption = 0x40;

    public byte Id => id;

    public byte[] Content { get; } = new byte[size];

    public SdmSettings? Sdm { get; private set; }

    /// <summary>SDMReadCtr.</summary>
    public int Readings { get; set; }

    public int ChangeKey => rights.First & 0x0F;

    /// <summary>How this reading is protected; null: not with what is authenticated.</summary>
    /// <param name="key">The authenticated key; null for none.</param>
    public Protection? Reading(int? key) => Access(key, rights.Second >> 4, rights.First >> 4);

    /// <inheritdoc cref="Reading"/>
    public Protection? Writing(int? key) => Access(key, rights.Second & 0x0F, rights.First >> 4);

    /// <summary>ChangeFileSettings.</summary>
    /// <returns>False when the bytes do not fit.</returns>
    public bool Change(ReadOnlySpan<byte> settings)
    {
        if (settings.Length < 3)
            return false;
        var wantsSdm = (settings[0] & SdmOption) != 0;
        var sdm = wantsSdm ? SdmSettings.Parse(settings[3..]) : null;
        if (wantsSdm ? sdm is null : settings.Length != 3)
            return false;
        (protection, rights, Sdm) = ((Protection)(settings[0] & 0x03), (settings[1], settings[2]), sdm);
        return true;
    }

    /// <summary>GetFileSettings.</summary>
    public byte[] Describe() =>
    [
        0x00, (byte)((byte)protection | (Sdm is null ? 0 : SdmOption)), rights.First, rights.Second,
        (byte)(size & 0xFF), (byte)(size >> 8), 0x00, .. Sdm?.Encode() ?? [],
    ];

    // A right that the authenticated key has comes with the file's protection, one that everybody has without.
    private Protection? Access(int? key, int right, int both) =>
        key is { } known && (right == known || both == known) ? protection
        : right == Free || both == Free ? Protection.Plain
        : null;
}
