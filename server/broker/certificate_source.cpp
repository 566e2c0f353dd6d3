#include "server/broker/certificate_source.h"

#include "server/tls/local_authority.h"
#include "server/tls/machine_names.h"
#include "server/tls/private_file.h"
#include "server/tls/server_name.h"

namespace parley {
namespace {

const std::vector<std::string> kProtocols{"h2", "http/1.1"}; // for ALPN, best first

std::string asHost(const std::string &name) // as it stands in a URL
{
    return name.find(':') == name.npos ? name : '[' + name + ']';
}

} // namespace

std::string authorityFolder(const std::string &dataDirectory)
{
    return dataDirectory + "/tls";
}

CertificateSource::CertificateSource(const BrokerOptions &options, std::string folder,
                                     const Clock &clock, Log log) :
    m_options(options),
    m_folder(std::move(folder)), m_clock(clock), m_log(log)
{
}

Result<std::shared_ptr<const TlsContext>> CertificateSource::load() const
{
    const auto identity = m_options.certificateFile.empty() ? fromAuthority() : fromFiles();
    if (!identity)
        return identity.error();
    auto context = TlsContext::make(*identity, kProtocols);
    if (context)
        m_log.info("certificate of " + (*context)->certificate().subject + ", valid until "
                   + iso8601((*context)->certificate().validUntil) + ", SHA-256 "
                   + (*context)->certificate().sha256);
    return context;
}

Result<TlsIdentity> CertificateSource::fromFiles() const
{
    const auto chain = readPemFile(m_options.certificateFile);
    if (!chain)
        return chain.error();
    auto key = readPemFile(m_options.keyFile);
    if (!key)
        return key.error();
    auto identity = TlsIdentity::fromPem(*chain, *key);
    OPENSSL_cleanse(key->data(), key->size());
    const std::string files = m_options.certificateFile + ", " + m_options.keyFile + ": ";
    if (!identity)
        return Error{identity.error().code, files + identity.error().message};
    if (auto ok = identity->checkTime(m_clock.utc()); !ok)
        return Error{ok.error().code, files + ok.error().message};
    if (isReadByOthers(m_options.keyFile))
        m_log.warning(m_options.keyFile + " can be read by others; chmod 600 it");
    return identity;
}

Result<TlsIdentity> CertificateSource::fromAuthority() const
{
    const UtcTime now = m_clock.utc();
    const auto authority = LocalAuthority::open(m_folder, machineName(), now);
    if (!authority)
        return authority.error();
    return authority->serverFor(certificateNames(), now);
}

std::vector<std::string> CertificateSource::certificateNames() const
{
    std::vector<std::string> names = loopbackNames();
    names.insert(names.end(), m_options.tlsNames.begin(), m_options.tlsNames.end());
    for (const ListenAddress &address : m_options.listen) {
        if (!address.isEverything())
            names.push_back(address.host());
        else
            for (std::string &each : interfaceAddresses())
                names.push_back(std::move(each));
    }
    return names;
}

std::vector<std::string> CertificateSource::hostNames(const TlsContext &context) const
{
    std::vector<std::string> names;
    for (const std::string &name : context.certificate().names)
        names.push_back(asHost(name));
    for (const std::string &name : m_options.tlsNames)
        names.push_back(asHost(name));
    for (const ListenAddress &address : m_options.listen)
        if (!address.isEverything())
            names.push_back(asHost(address.host()));
    return names;
}

} // namespace parley
