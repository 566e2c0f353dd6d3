#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/tls/tls_identity.h"

namespace parley {

// The authority that Parley makes for itself, and the server's certificate that it signs: for
// people who have none of a public authority. Both live in a folder (0700) as one file each (0600)
// with key and certificate in it, so that a reader never finds a pair that does not fit. A lock of
// the operating system keeps two processes from making them at once; it is held while this lives,
// so do not keep it. Thread: any, one at a time.
class LocalAuthority final
{
public:
    static constexpr std::chrono::hours kAuthorityLife{24 * 3650}; // ten years
    //! Most that browsers accept is 398 days (CA/Browser Forum, ballot SC31); some count from 0.
    static constexpr std::chrono::hours kServerLife{24 * 397};
    static constexpr std::chrono::hours kRenewBefore{24 * 30}; // of the end
    static constexpr std::chrono::hours kClockSkew{1}; // how far behind a client's clock may be

    //! Makes folder and authority where they are missing. FailedPrecondition: it has expired.
    //! Unavailable: the folder cannot be used, or what is in it cannot be read.
    //! \param machine a name for people, part of the authority's.
    static Result<LocalAuthority> open(const std::string &folder, const std::string &machine,
                                       UtcTime now);
    static bool exists(const std::string &folder);
    ~LocalAuthority();
    LocalAuthority(LocalAuthority &&other) noexcept;
    LocalAuthority &operator=(LocalAuthority &&) = delete;

    CertificateInfo info() const { return m_identity.info(); }
    std::string certificatePem() const; // what clients are given; without the key

    //! The server's certificate that is kept, or nothing when there is none that can be used.
    std::optional<TlsIdentity> keptServer() const;
    //! The kept one when it is for exactly these names, signed by this authority and not near its
    //! end; else a new one, which is kept from now on. \param names see makeServerCertificate().
    Result<TlsIdentity> serverFor(const std::vector<std::string> &names, UtcTime now) const;
    //! A new one with a new key, in any case.
    Result<TlsIdentity> renewServer(const std::vector<std::string> &names, UtcTime now) const;

private:
    LocalAuthority(std::string folder, int lock, TlsIdentity identity) :
        m_folder(std::move(folder)), m_lock(lock), m_identity(std::move(identity))
    {
    }
    bool isGood(const TlsIdentity &server, const std::vector<std::string> &names,
                UtcTime now) const;

    std::string m_folder;
    int m_lock; // file descriptor
    TlsIdentity m_identity;
};

} // namespace parley
