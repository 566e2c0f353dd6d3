#include "server/tls/local_authority.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/tls/certificate_maker.h"
#include "server/tls/private_file.h"

namespace parley {
namespace {

std::string authorityFile(const std::string &folder)
{
    return folder + "/authority.pem";
}

std::string serverFile(const std::string &folder)
{
    return folder + "/server.pem";
}

Error unusableFolder(const std::string &folder)
{
    return {ErrorCode::Unavailable, "certificate folder " + folder + ": " + std::strerror(errno)};
}

Result<int> lockFolder(const std::string &folder)
{
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return unusableFolder(folder);
    if (::chmod(folder.c_str(), 0700) != 0)
        return unusableFolder(folder);
    const std::string path = folder + "/lock";
    const int lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0)
        return unusableFolder(folder);
    if (::flock(lock, LOCK_EX) != 0) { // who has it lets go within milliseconds
        const Error error = unusableFolder(folder);
        ::close(lock);
        return error;
    }
    return lock;
}

std::vector<std::string> sorted(std::vector<std::string> names)
{
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> withoutDoubles(const std::vector<std::string> &names) // in their order
{
    std::vector<std::string> once;
    for (const std::string &name : names)
        if (std::find(once.begin(), once.end(), name) == once.end())
            once.push_back(name);
    return once;
}

Result<TlsIdentity> readIdentity(const std::string &path)
{
    const auto pem = readPemFile(path);
    if (!pem)
        return pem.error();
    auto identity = TlsIdentity::fromPem(*pem, *pem);
    if (!identity)
        return Error{ErrorCode::Unavailable, path + ": " + identity.error().message};
    return identity;
}

Result<TlsIdentity> keepIdentity(const std::string &path, X509 *certificate, EVP_PKEY *key)
{
    const std::string certificatePem = pemOf(certificate);
    std::string both = pemOf(key) + certificatePem;
    auto identity = TlsIdentity::fromPem(both, both);
    const auto written = writePrivateFile(path, both);
    OPENSSL_cleanse(both.data(), both.size());
    if (!written)
        return written.error();
    return identity;
}

Result<TlsIdentity> makeAuthority(const std::string &folder, const std::string &machine,
                                  UtcTime now)
{
    const auto key = makeKey();
    if (!key)
        return key.error();
    const ValidityPeriod period{now - LocalAuthority::kClockSkew,
                                now + LocalAuthority::kAuthorityLife};
    const auto certificate
        = makeAuthorityCertificate(key->get(), "Parley authority of " + machine, period);
    if (!certificate)
        return certificate.error();
    return keepIdentity(authorityFile(folder), certificate->get(), key->get());
}

Result<TlsIdentity> readAuthority(const std::string &folder, UtcTime now)
{
    const std::string path = authorityFile(folder);
    auto identity = readIdentity(path);
    if (!identity)
        return identity;
    if (now >= identity->info().validUntil)
        return Error{ErrorCode::FailedPrecondition,
                     "the authority in " + path
                         + " has expired; remove the file to make a new one"};
    return identity;
}

} // namespace

bool LocalAuthority::exists(const std::string &folder)
{
    return ::access(authorityFile(folder).c_str(), F_OK) == 0;
}

Result<LocalAuthority> LocalAuthority::open(const std::string &folder, const std::string &machine,
                                            UtcTime now)
{
    const auto lock = lockFolder(folder);
    if (!lock)
        return lock.error();
    auto identity
        = exists(folder) ? readAuthority(folder, now) : makeAuthority(folder, machine, now);
    if (!identity) {
        ::close(*lock);
        return identity.error();
    }
    return LocalAuthority(folder, *lock, std::move(*identity));
}

LocalAuthority::LocalAuthority(LocalAuthority &&other) noexcept :
    m_folder(std::move(other.m_folder)), m_lock(std::exchange(other.m_lock, -1)),
    m_identity(std::move(other.m_identity))
{
}

LocalAuthority::~LocalAuthority()
{
    if (m_lock >= 0)
        ::close(m_lock); // releases the lock
}

std::string LocalAuthority::certificatePem() const
{
    return pemOf(m_identity.certificate());
}

std::optional<TlsIdentity> LocalAuthority::keptServer() const
{
    auto server = readIdentity(serverFile(m_folder));
    if (!server)
        return std::nullopt;
    return std::move(*server);
}

bool LocalAuthority::isGood(const TlsIdentity &server, const std::vector<std::string> &names,
                            UtcTime now) const
{
    const CertificateInfo info = server.info();
    return sorted(info.names) == sorted(names) && server.checkTime(now)
        && info.validUntil - now > kRenewBefore
        && X509_check_issued(m_identity.certificate(), server.certificate()) == X509_V_OK
        && X509_verify(server.certificate(), m_identity.key()) == 1;
}

Result<TlsIdentity> LocalAuthority::serverFor(const std::vector<std::string> &names,
                                              UtcTime now) const
{
    if (auto kept = keptServer(); kept && isGood(*kept, withoutDoubles(names), now))
        return std::move(*kept);
    return renewServer(names, now);
}

Result<TlsIdentity> LocalAuthority::renewServer(const std::vector<std::string> &names,
                                                UtcTime now) const
{
    const auto key = makeKey();
    if (!key)
        return key.error();
    const UtcTime from = now - kClockSkew;
    const ValidityPeriod period{from, std::min(from + kServerLife, info().validUntil)};
    const auto certificate = makeServerCertificate(key->get(), withoutDoubles(names), period,
                                                   {m_identity.certificate(), m_identity.key()});
    if (!certificate)
        return certificate.error();
    return keepIdentity(serverFile(m_folder), certificate->get(), key->get());
}

} // namespace parley
