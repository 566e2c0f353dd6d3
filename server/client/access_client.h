#pragma once

#include <functional>

#include <QList>
#include <QObject>

#include "server/client/audit_info.h"
#include "server/client/http_exchange.h"
#include "server/client/permission_info.h"
#include "server/client/template_info.h"
#include "server/client/token_info.h"
#include "server/client/token_request.h"

namespace parley::client {

// Which tokens a revocation in a group is for; one of them is set.
struct TokenGroup {
    QString issuer{}; // id: all that it issued, with all that those issued
    QString templateName{};
    QString room{}; // "namespace/name"
};

// Who may do what: tokens, templates, permissions, audit; the routes of AdminClient that are
// about access. Answers as there. Thread: GUI.
class AccessClient final
{
    Q_DISABLE_COPY_MOVE(AccessClient)

public:
    template <typename T>
    using Answer = AnswerTo<T>;

    static constexpr qsizetype kMaxListed = 10'000; // tokens that tokens() collects: what a table
                                                    // can be searched in by eye and filter

    explicit AccessClient(HttpClient &http) : m_http(http) {} // borrowed; outlives this

    void ownToken(QObject *context, Answer<TokenInfo> answer);
    //! Newest first, page after page until the end or kMaxListed. \p query.before is the start.
    void tokens(const TokenQuery &query, QObject *context, Answer<TokenPage> answer);
    void tokenPage(const TokenQuery &query, QObject *context, Answer<TokenPage> answer);
    void issueToken(const TokenRequest &request, QObject *context, Answer<IssuedToken> answer);
    void revokeToken(const QString &id, QObject *context, Answer<Nothing> answer);
    //! How many were revoked.
    void revokeGroup(const TokenGroup &group, QObject *context, Answer<std::uint64_t> answer);
    //! \param overlapSeconds for which the old secret still works, 0 to 604800.
    void rotateToken(const QString &id, qint64 overlapSeconds, QObject *context,
                     Answer<IssuedToken> answer);

    void templates(QObject *context, Answer<QList<TemplateInfo>> answer);
    void putTemplate(const TemplateInfo &info, QObject *context, Answer<Nothing> answer);
    void deleteTemplate(const QString &name, QObject *context, Answer<Nothing> answer);
    //! \param validForSeconds 0: as the template says.
    void issueFromTemplate(const TemplateInfo &info, const TemplateValues &values,
                           qint64 validForSeconds, QObject *context, Answer<IssuedToken> answer);

    void checkPermission(const PermissionQuery &query, QObject *context,
                         Answer<PermissionAnswer> answer);
    void topicPermissions(const TopicAddress &address, QObject *context,
                          Answer<TopicPermissions> answer);

    void audit(const AuditQuery &query, QObject *context, Answer<AuditPage> answer);

private:
    HttpClient &m_http;
};

} // namespace parley::client
