using System.Runtime.InteropServices;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>
/// The functions of OpenSSL 3 that set up what libmosquitto speaks TLS with; numbers are those of ssl.h, tls1.h and
/// x509_vfy.h. Debian's libmosquitto1 is linked with the same library, so it is there where that is.
/// </summary>
internal static unsafe partial class LibSsl
{
    public const string FileName = "libssl.so.3";
    public const string CryptoFileName = "libcrypto.so.3";

    public const int Success = 1;
    public const int ControlMinimumVersion = 123;
    public const int Tls13 = 0x0304;
    public const int VerifyPeer = 1;
    public const int Pem = 1;

    /// <summary>SSL_CB_READ | SSL_CB_ALERT.</summary>
    public const int AlertRead = 0x4004;

    [LibraryImport(FileName, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(FileName, EntryPoint = "SSL_CTX_new")]
    public static partial nint New(nint method);

    [LibraryImport(FileName, EntryPoint = "SSL_CTX_free")]
    public static partial void Free(nint context);

    [LibraryImport(FileName, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint Control(nint context, int command, nint argument, nint pointer);

    [LibraryImport(
        FileName, EntryPoint = "SSL_CTX_load_verify_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LoadAuthorities(nint context, string file);

    [LibraryImport(
        FileName, EntryPoint = "SSL_CTX_use_certificate_chain_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UseCertificate(nint context, string file);

    [LibraryImport(
        FileName, EntryPoint = "SSL_CTX_use_PrivateKey_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UseKey(nint context, string file, int type);

    [LibraryImport(FileName, EntryPoint = "SSL_CTX_set_verify")]
    public static partial void SetVerify(nint context, int mode, delegate* unmanaged[Cdecl]<int, nint, int> callback);

    [LibraryImport(FileName, EntryPoint = "SSL_CTX_set_info_callback")]
    public static partial void SetInfo(nint context, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(FileName, EntryPoint = "SSL_CTX_get0_param")]
    public static partial nint Parameters(nint context);

    /// <summary>A text that belongs to the library: not to be freed.</summary>
    [LibraryImport(FileName, EntryPoint = "SSL_alert_desc_string_long")]
    public static partial nint DescribeAlert(int alert);

    [LibraryImport(
        CryptoFileName, EntryPoint = "X509_VERIFY_PARAM_set1_host", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetHost(nint parameters, string host, nuint length);

    [LibraryImport(
        CryptoFileName, EntryPoint = "X509_VERIFY_PARAM_set1_ip_asc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetAddress(nint parameters, string address);

    [LibraryImport(CryptoFileName, EntryPoint = "X509_STORE_CTX_get_error")]
    public static partial int VerifyError(nint store);

    /// <inheritdoc cref="DescribeAlert"/>
    [LibraryImport(CryptoFileName, EntryPoint = "X509_verify_cert_error_string")]
    public static partial nint DescribeVerifyError(nint error);
}
