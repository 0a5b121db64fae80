using System.Runtime.InteropServices;

namespace Tests.Bench;

/// <summary>
/// SQLite as Debian has it (libsqlite3-0): a table of lines, write-ahead log, synchronous=FULL, one insert and commit a
/// line, so that each is synced (sqlite.org/pragma.html#pragma_synchronous).
/// </summary>
internal sealed partial class SqliteFile : IDurableStore
{
    private const string Library = "libsqlite3.so.0";
    private const int Good = 0;
    private const int Done = 101;

    // The bytes stay where they are until the statement has run (SQLITE_STATIC).
    private const nint LeftInPlace = 0;

    private readonly nint database;
    private readonly nint insert;

    /// <param name="path">Of a new file.</param>
    /// <exception cref="DllNotFoundException">SQLite is not installed.</exception>
    public SqliteFile(string path)
    {
        Check(Open(path, out database));
        Do("PRAGMA journal_mode = WAL");
        Do("PRAGMA synchronous = FULL");
        Do("CREATE TABLE lines (sequence INTEGER PRIMARY KEY, line BLOB NOT NULL)");
        Check(Prepare(database, "INSERT INTO lines (line) VALUES (?)", -1, out insert, 0));
    }

    public string Name => $"SQLite {Marshal.PtrToStringUTF8(Version())}, WAL, synchronous=FULL";

    public unsafe void Append(ReadOnlySpan<byte> line)
    {
        fixed (byte* bytes = line)
        {
            Check(Bind(insert, 1, bytes, line.Length, LeftInPlace));
            Check(Step(insert), Done);
            Check(Reset(insert));
        }
    }

    public void Dispose()
    {
        _ = Finish(insert);
        _ = Close(database);
    }

    private void Do(string statement) => Check(Execute(database, statement, 0, 0, 0));

    private void Check(int result, int expected = Good)
    {
        if (result != expected)
            throw new IOException($"SQLite says {result}: {Marshal.PtrToStringUTF8(Message(database))}.");
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, out nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_close_v2")]
    private static partial int Close(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_exec", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(nint database, string statement, nint callback, nint argument, nint message);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Prepare(nint database, string statement, int length, out nint prepared, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    private static unsafe partial int Bind(nint prepared, int index, byte* bytes, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    private static partial int Step(nint prepared);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    private static partial int Reset(nint prepared);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    private static partial int Finish(nint prepared);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    private static partial nint Message(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_libversion")]
    private static partial nint Version();
}
