#pragma once

#include <QSortFilterProxyModel>

namespace parley::ui {

class TokenModel;

// The tokens of a model that a person wants to see. Thread: GUI.
class TokenFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokenFilter)

public:
    explicit TokenFilter(TokenModel &model, QObject *parent = nullptr); // borrowed

    void setText(const QString &text); // in label, publisher, id, grants, issuer, template
    void setState(const QString &state); // "": all
    void setKind(const QString &kind); // "": both
    void setTemplate(const QString &name); // "": all

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    TokenModel &m_model;
    QString m_text{};
    QString m_state = QStringLiteral("active");
    QString m_kind{};
    QString m_template{};
};

} // namespace parley::ui
