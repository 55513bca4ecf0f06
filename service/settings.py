"""What an installation may decide: read once from ``RESTU_*`` variables, never changed."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Read once, by the composition root; lists are written with commas."""

    model_config = SettingsConfigDict(env_prefix="RESTU_", frozen=True, extra="forbid")

    store: Annotated[
        str, Field(pattern=r"^(sqlite:///|neo4j://).", description="sqlite:///path, neo4j://host")
    ] = "sqlite:///restu.db"
    neo4j_user: Annotated[str, Field(description="Database account.")] = "neo4j"
    neo4j_password: Annotated[SecretStr | None, Field(description="Needed by neo4j://.")] = None
    neo4j_database: Annotated[str, Field(description="Database name.")] = "neo4j"
    query_timeout_seconds: Annotated[
        float, Field(gt=0, le=60, description="Limit for one query, and for waiting on a lock.")
    ] = 5.0
    data_dir: Annotated[
        Path, Field(description="Folder of uploads and of refused rows, shared by all workers.")
    ] = Path("restu-files")

    host: Annotated[str, Field(min_length=1, description="Address listened on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port listened on.")] = 8000
    public_url: Annotated[
        str,
        Field(pattern=r"^(https?://[^/\s]+)?$", description="How browsers reach us; for links."),
    ] = ""
    allowed_hosts: Annotated[
        Names, Field(description="Host names served beside the loopback names.")
    ] = ()
    allowed_origins: Annotated[
        Names, Field(description="Other sites whose scripts may call us (CORS): https://host.")
    ] = ()
    local_owner: Annotated[
        Literal["auto", "off"],
        Field(description="auto: on loopback, while there is no other user, nobody signs in."),
    ] = "auto"
    session_days: Annotated[int, Field(ge=1, le=400, description="Longest stay of a browser.")] = 30

    max_body_bytes: Annotated[int, Field(ge=1024, description="Largest JSON body.")] = 2_000_000
    max_upload_bytes: Annotated[int, Field(ge=1024, description="Largest upload.")] = 200_000_000
    request_timeout_seconds: Annotated[
        float, Field(gt=0, le=600, description="A request that takes longer is answered with 503.")
    ] = 30.0
    snapshot_cache_bytes: Annotated[
        int, Field(ge=1_000_000, description="Bound of what is kept of networks in memory.")
    ] = 2_000_000_000
    job_workers: Annotated[
        int, Field(ge=0, le=16, description="Threads for jobs; 0: other processes do them.")
    ] = 1
    job_lease_seconds: Annotated[
        float, Field(ge=0.1, le=600, description="A worker silent for longer has lost its job.")
    ] = 30.0
    shutdown_seconds: Annotated[
        float, Field(ge=0, le=600, description="Time that requests and jobs have to finish.")
    ] = 10.0
    warm_start: Annotated[
        bool, Field(description="Load pages and kernels ahead of the first reader.")
    ] = True
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="Least that is logged.")
    ] = "info"
    log_format: Annotated[Literal["json", "text"], Field(description="Form of the log.")] = "json"

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value
