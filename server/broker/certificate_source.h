#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/broker/broker.h"
#include "server/tls/tls_context.h"

namespace parley {

// Where the broker's certificate comes from: files that somebody named, or the local authority in
// the data directory, which makes one. Thread: any, one at a time; reads and writes files.
class CertificateSource final
{
public:
    //! All borrowed; they outlive it.
    CertificateSource(const BrokerOptions &options, std::string folder, const Clock &clock,
                      Log log);

    //! The certificate of this moment. A local one is made anew when it nears its end or when the
    //! broker is called otherwise by now. InvalidArgument, FailedPrecondition, Unavailable: it
    //! cannot be used; the text says which file and why.
    Result<std::shared_ptr<const TlsContext>> load() const;

    //! What clients may call the broker where it shows \p context: see HostRules::names.
    std::vector<std::string> hostNames(const TlsContext &context) const;

private:
    Result<TlsIdentity> fromFiles() const;
    Result<TlsIdentity> fromAuthority() const;
    std::vector<std::string> certificateNames() const;

    const BrokerOptions &m_options;
    std::string m_folder; // of the local authority
    const Clock &m_clock;
    Log m_log;
};

//! Where the local authority of a broker with this data directory lives.
std::string authorityFolder(const std::string &dataDirectory);

} // namespace parley
