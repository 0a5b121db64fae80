namespace Tests.Bench;

/// <summary>Stores that are compared with a bare file, as far as they are to be had here.</summary>
internal static partial class DurableStores
{
    /// <summary>SQLite; null, and why, when it is not installed.</summary>
    public static IDurableStore? TryOpenSqlite(string path, out string missing)
    {
        missing = "not measured here: libsqlite3.so.0 is not installed (Debian: libsqlite3-0)";
        try
        {
            return new SqliteFile(path);
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>LiteDB; null, and why, when it is not in the build.</summary>
    public static IDurableStore? TryOpenLiteDb(string path, out string missing)
    {
        missing = "not measured here: LiteDB is not in this build (eng/adapters)";
        IDurableStore? store = null;
        OpenLiteDb(path, ref store);
        return store;
    }

    static partial void OpenLiteDb(string path, ref IDurableStore? store);
}
