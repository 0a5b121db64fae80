using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>
/// What libmosquitto speaks TLS with (an SSL_CTX), for one dial. Ours and not the library's own, because that one
/// compares the broker's certificate with what was dialled, which here is an address, and tells nobody why it failed.
/// Made, used and disposed of on the thread of its connection: OpenSSL calls back on the thread that calls it.
/// </summary>
internal sealed unsafe class TlsContext : IDisposable
{
    [ThreadStatic]
    private static TlsContext? current;

    private readonly MqttTls tls;
    private readonly string host;
    private string? notTheBroker;
    private string? notLetIn;

    private TlsContext(MqttTls tls, string host) => (this.tls, this.host) = (tls, host);

    /// <summary>For <see cref="LibMosquitto.SetPointer"/>.</summary>
    public nint Handle { get; private set; }

    /// <summary>Makes one.</summary>
    /// <param name="tls">What both ends show.</param>
    /// <param name="host">The name or address that the broker's certificate must be for.</param>
    /// <param name="context">Null when something is wrong.</param>
    public static MqttFault.Refused? Make(MqttTls tls, string host, out TlsContext? context)
    {
        context = null;
        if (MosquittoLibrary.Load(LibSsl.FileName) is { } missing)
            return missing;
        if (tls.Check() is { } fault)
            return fault;
        var made = new TlsContext(tls, host) { Handle = LibSsl.New(LibSsl.ClientMethod()) };
        if (made.Handle == 0 || !made.SetUp())
        {
            made.Dispose();
            return new MqttFault.Refused(
                $"TLS: OpenSSL can use '{tls.AuthorityFile}', '{tls.CertificateFile}' or '{tls.KeyFile}' not as they " +
                "are. Expected certificates and an EC or RSA key in PEM.");
        }
        current = context = made;
        return null;
    }

    /// <summary>What TLS has to do with the end of a dial; null: nothing.</summary>
    public MqttFault.Refused? FaultAt(string address) =>
        notTheBroker is { } verifying ? tls.NotTheBroker(address, host, verifying)
        : notLetIn is { } alert ? tls.NotLetIn(address, alert)
        : null;

    public void Dispose()
    {
        if (Handle != 0)
            LibSsl.Free(Handle);
        Handle = 0;
        if (current == this)
            current = null;
    }

    private bool SetUp()
    {
        LibSsl.SetVerify(Handle, LibSsl.VerifyPeer, &Verified);
        LibSsl.SetInfo(Handle, &Told);
        var parameters = LibSsl.Parameters(Handle);
        return LibSsl.Control(Handle, LibSsl.ControlMinimumVersion, LibSsl.Tls13, 0) == LibSsl.Success &&
            LibSsl.LoadAuthorities(Handle, tls.AuthorityFile) == LibSsl.Success &&
            (IPAddress.TryParse(host, out var address)
                ? LibSsl.SetAddress(parameters, address.ToString())
                : LibSsl.SetHost(parameters, host, 0)) == LibSsl.Success &&
            (tls is not { CertificateFile: { } certificate, KeyFile: { } key } ||
                LibSsl.UseCertificate(Handle, certificate) == LibSsl.Success &&
                LibSsl.UseKey(Handle, key, LibSsl.Pem) == LibSsl.Success);
    }

    /// <summary>Decides nothing: only keeps what OpenSSL found wrong with the broker's certificate.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Verified(int isGood, nint store)
    {
        if (isGood == 0 && current is { notTheBroker: null } context)
            context.notTheBroker = Marshal.PtrToStringUTF8(LibSsl.DescribeVerifyError(LibSsl.VerifyError(store))) ?? "";
        return isGood;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Told(nint connection, int what, int alert)
    {
        const int closeNotify = 0;
        if (what == LibSsl.AlertRead && (alert & 0xFF) != closeNotify && current is { notLetIn: null } context)
            context.notLetIn = Describe(alert & 0xFF);
    }

    /// <summary>OpenSSL 3.0 has no name for what came with TLS 1.3 (RFC 8446, section 6.2).</summary>
    private static string Describe(int alert)
    {
        const int certificateRequired = 116;
        return alert == certificateRequired
            ? "certificate required"
            : Marshal.PtrToStringUTF8(LibSsl.DescribeAlert(alert)) ?? $"alert {alert}";
    }
}
